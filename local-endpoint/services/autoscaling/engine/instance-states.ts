import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { ec2Of } from '../clients';
import type { GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';

/** EC2 takes no more values of a filter. */
const MAX_FILTER_VALUES = 200;

/** States of instances as EC2 has them, by id; those that EC2 does not know are left out. */
export async function statesOf(
  store: AutoScalingStore,
  group: GroupRecord,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const states = new Map<string, string>();
  for (let start = 0; start < ids.length; start += MAX_FILTER_VALUES) {
    const Filters = [{ Name: 'instance-id', Values: ids.slice(start, start + MAX_FILTER_VALUES) }];
    const { Reservations = [] } = await ec2Of(store, group).send(new DescribeInstancesCommand({ Filters }));
    for (const { Instances = [] } of Reservations)
      for (const { InstanceId = '', State } of Instances) states.set(InstanceId, State?.Name ?? '');
  }
  return states;
}
