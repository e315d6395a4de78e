import { DescribeInstancesCommand, type Filter } from '@aws-sdk/client-ec2';
import { ec2Of } from '../clients';
import type { GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';

/** States of instances as EC2 has them, by id; those that EC2 does not know are left out. */
export const statesOf = (
  store: AutoScalingStore,
  group: GroupRecord,
  ids: readonly string[],
): Promise<Map<string, string>> => readStates(store, group, [{ Name: 'instance-id', Values: [...ids] }]);

/** States of the instances of a group that do not run, by id. */
export const stoppedOf = (store: AutoScalingStore, group: GroupRecord): Promise<Map<string, string>> =>
  readStates(store, group, [
    { Name: 'tag:aws:autoscaling:groupName', Values: [group.name] },
    { Name: 'instance-state-name', Values: ['shutting-down', 'stopping', 'stopped', 'terminated'] },
  ]);

async function readStates(
  store: AutoScalingStore,
  group: GroupRecord,
  Filters: Filter[],
): Promise<Map<string, string>> {
  const states = new Map<string, string>();
  let NextToken: string | undefined;
  do {
    const page = await ec2Of(store, group).send(new DescribeInstancesCommand({ Filters, NextToken }));
    for (const { Instances = [] } of page.Reservations ?? [])
      for (const { InstanceId = '', State } of Instances) states.set(InstanceId, State?.Name ?? '');
    NextToken = page.NextToken;
  } while (NextToken);
  return states;
}
