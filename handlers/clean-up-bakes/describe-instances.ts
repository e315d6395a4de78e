import { type Instance, paginateDescribeInstances } from '@aws-sdk/client-ec2';
import { type BakeScope, taggedFilters } from './scope';

/** The instances of a bake; a terminated one is there for about an hour. */
export async function describeInstances(scope: BakeScope): Promise<Instance[]> {
  const instances: Instance[] = [];
  const config = { client: scope.clients.ec2 };
  for await (const { Reservations = [] } of paginateDescribeInstances(config, {
    Filters: taggedFilters(scope),
  }))
    instances.push(...Reservations.flatMap(({ Instances = [] }) => Instances));
  return instances;
}
