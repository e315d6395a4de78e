import type { ProcessesType, ScalingProcessQuery } from '@aws-sdk/client-auto-scaling';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { inCause } from '../engine/timing';
import { wakeGroup } from '../engine/wake';
import { findChangeable } from '../exclusive';
import { invalid, required, typed } from '../input';
import type { GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-suspend-resume-processes.html */
const PROCESSES = [
  'AddToLoadBalancer',
  'AlarmNotification',
  'AZRebalance',
  'HealthCheck',
  'InstanceRefresh',
  'Launch',
  'ReplaceUnhealthy',
  'ScheduledActions',
  'Terminate',
];

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SuspendProcesses.html */
export const suspendProcesses = (store: AutoScalingStore): Operation<ScalingProcessQuery> =>
  change(store, (group, name) => {
    group.suspended.set(name, `User suspended at ${inCause(store.now())}`);
  });

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ResumeProcesses.html */
export const resumeProcesses = (store: AutoScalingStore): Operation<ScalingProcessQuery> =>
  change(store, (group, name) => {
    group.suspended.delete(name);
  });

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeScalingProcessTypes.html */
export const describeScalingProcessTypes: Operation<object, ProcessesType> = async () => ({
  Processes: PROCESSES.map((ProcessName) => ({ ProcessName })),
});

function change(
  store: AutoScalingStore,
  apply: (group: GroupRecord, process: string) => void,
): Operation<ScalingProcessQuery> {
  return async (raw, context) => {
    const input = typed<ScalingProcessQuery>(raw);
    required(input, 'AutoScalingGroupName');
    const group = findChangeable(store.in(scopeOf(context)), input.AutoScalingGroupName);
    const names = input.ScalingProcesses?.length ? input.ScalingProcesses : PROCESSES;
    const unknown = names.find((name) => !PROCESSES.includes(name));
    if (unknown !== undefined) throw invalid(`Invalid Process Type: ${unknown}`);
    for (const name of names) apply(group, name);
    void wakeGroup(store, group);
    return {};
  };
}
