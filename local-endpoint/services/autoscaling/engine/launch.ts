import { type Instance, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { ec2Of } from '../clients';
import { placeInstances } from '../launch/placement';
import { instanceTags, type LaunchBatch, runInstancesInput, typesOf } from '../launch/request';
import { readTemplate, type TemplateVersion } from '../launch/template';
import type { GroupInstance, GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';
import { activeRefresh } from '../refresh/active';
import { addActivity, causeOf } from './activities';
import { emitInstanceEvent } from './events';
import { backoffMilliseconds, BOOT_MILLISECONDS, later } from './timing';

/**
 * Launches instances, with one call for each subnet and purchase option. A launch that fails is an activity with EC2's
 * error as its cause, and is tried again later.
 * @returns when something is due: the first boot, or the next try
 */
export async function launchInstances(
  store: AutoScalingStore,
  group: GroupRecord,
  live: readonly GroupInstance[],
  missing: number,
): Promise<Date | undefined> {
  const reason = reasonOf(group, live.length, missing);
  const source = activeRefresh(group)?.target ?? group.launch;
  try {
    const template = await readTemplate(ec2Of(store, group), source.template);
    for (const batch of placeInstances(group.settings, source, live, missing)) {
      const launched = await runBatch(store, group, template, batch, typesOf(source));
      for (const instance of launched) take(store, group, instance, template, batch, reason);
    }
  } catch (error) {
    return failLaunch(store, group, error as Error, reason);
  }
  group.backoff = undefined;
  return later(store.now(), BOOT_MILLISECONDS);
}

function reasonOf(group: GroupRecord, from: number, missing: number): string {
  return group.replacing > 0
    ? 'an instance was started in response to an unhealthy instance needing to be replaced'
    : `an instance was started in response to a difference between desired and actual capacity, increasing the capacity from ${from} to ${from + missing}`;
}

/** EC2 has no instances of a type left, or not in this zone: the next type of the group is tried. */
const NO_CAPACITY = ['InsufficientInstanceCapacity', 'Unsupported', 'SpotMaxPriceTooLow'];

async function runBatch(
  store: AutoScalingStore,
  group: GroupRecord,
  template: TemplateVersion,
  batch: LaunchBatch,
  types: readonly (string | undefined)[],
): Promise<Instance[]> {
  for (const [index, type] of types.entries()) {
    const input = runInstancesInput(template, { ...batch, type }, instanceTags(group));
    try {
      return (await ec2Of(store, group).send(new RunInstancesCommand(input))).Instances ?? [];
    } catch (error) {
      if (index === types.length - 1 || !NO_CAPACITY.includes((error as Error).name)) throw error;
    }
  }
  return [];
}

function take(
  store: AutoScalingStore,
  group: GroupRecord,
  { InstanceId: id = '', InstanceType = 't3.micro', ImageId: imageId = '' }: Instance,
  { id: LaunchTemplateId, name: LaunchTemplateName, version: Version }: TemplateVersion,
  { subnet, spot }: LaunchBatch,
  reason: string,
): void {
  const now = store.now();
  const activity = addActivity(
    store,
    group,
    {
      description: `Launching a new EC2 instance: ${id}`,
      cause: causeOf(store, group, reason),
      status: 'PreInService',
      progress: 30,
    },
    subnet,
  );
  group.instances.push({
    id,
    type: InstanceType,
    zone: subnet.zone,
    subnet: subnet.id,
    imageId,
    spot,
    template: { LaunchTemplateId, LaunchTemplateName, Version },
    launchedAt: now,
    state: 'Pending',
    health: 'Healthy',
    protected: group.settings.NewInstancesProtectedFromScaleIn,
    due: later(now, BOOT_MILLISECONDS),
    waits: [],
    activity,
  });
}

function failLaunch(store: AutoScalingStore, group: GroupRecord, error: Error, reason: string): Date {
  const message = `${error.message} Launching EC2 instance failed.`;
  const activity = addActivity(store, group, {
    description: `Launching a new EC2 instance.  Status Reason: ${message}`,
    cause: causeOf(store, group, reason),
    status: 'Failed',
    statusMessage: message,
    progress: 100,
    endedAt: store.now(),
  });
  emitInstanceEvent(store, group, 'Launch Unsuccessful', activity);
  const failures = (group.backoff?.failures ?? 0) + 1;
  const until = later(store.now(), backoffMilliseconds(failures));
  group.backoff = { failures, until };
  return until;
}
