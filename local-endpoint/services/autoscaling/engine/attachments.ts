import {
  DeregisterTargetsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetHealthCommand,
  type TargetHealthDescription,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ignoring } from '../../../kit/resources/errors';
import { elbOf } from '../clients';
import type { Attachment, GroupInstance, GroupRecord } from '../model';
import type { AutoScalingStore } from '../store';
import { earliest } from './earliest';
import { later } from './timing';

/** A target group that is deleted while a group uses it takes no part any more. */
const GONE = ['TargetGroupNotFound', 'TargetGroupNotFoundException'] as const;

/** A target of these has been deregistered already, for example because EC2 terminated it. */
const NOT_REGISTERED = ['InvalidTarget', 'InvalidTargetException'] as const;

/** Registers the instances in service with target groups that were attached, and deregisters them from detached ones. */
export async function registerTargets(
  store: AutoScalingStore,
  group: GroupRecord,
): Promise<Date | undefined> {
  const inService = group.instances.filter(({ state }) => state === 'InService');
  for (const attachment of [...group.attachments.values()]) {
    if (attachment.state === 'Adding') {
      await register(store, group, attachment, inService);
      attachment.state = 'Added';
    }
    if (attachment.state === 'Removing') await remove(store, group, attachment, inService);
  }
  return earliest([...group.attachments.values()].map(({ drainedAt }) => drainedAt));
}

async function remove(
  store: AutoScalingStore,
  group: GroupRecord,
  attachment: Attachment,
  inService: readonly GroupInstance[],
): Promise<void> {
  if (!attachment.drainedAt) {
    const drained = await deregister(store, group, attachment, inService);
    attachment.drainedAt = [...drained.values()][0] ?? store.now();
  }
  if (attachment.drainedAt <= store.now()) group.attachments.delete(attachment.targetGroup);
}

/** Registers instances with the group's target groups, unless the process AddToLoadBalancer is suspended. */
export async function registerInstances(
  store: AutoScalingStore,
  group: GroupRecord,
  instances: readonly GroupInstance[],
): Promise<void> {
  if (group.suspended.has('AddToLoadBalancer')) return;
  for (const attachment of attachedOf(group)) await register(store, group, attachment, instances);
}

/**
 * Deregisters instances from all target groups of a group.
 * @returns until when those that drain do so, by instance
 */
export async function deregisterInstances(
  store: AutoScalingStore,
  group: GroupRecord,
  instances: readonly GroupInstance[],
): Promise<Map<string, Date>> {
  const until = new Map<string, Date>();
  for (const attachment of group.attachments.values())
    for (const [id, end] of await deregister(store, group, attachment, instances)) {
      const known = until.get(id);
      if (!known || known < end) until.set(id, end);
    }
  return until;
}

/** The health of all targets of a target group; none where it is deleted. */
export async function targetHealth(
  store: AutoScalingStore,
  group: GroupRecord,
  { targetGroup }: Attachment,
): Promise<TargetHealthDescription[]> {
  const read = elbOf(store, group).send(new DescribeTargetHealthCommand({ TargetGroupArn: targetGroup }));
  return (await ignoring(read, ...GONE))?.TargetHealthDescriptions ?? [];
}

/** Those that instances are registered with. */
export const attachedOf = ({ attachments }: GroupRecord): Attachment[] =>
  [...attachments.values()].filter(({ state }) => state !== 'Removing');

async function register(
  store: AutoScalingStore,
  group: GroupRecord,
  { targetGroup }: Attachment,
  instances: readonly GroupInstance[],
): Promise<void> {
  if (instances.length === 0) return;
  const Targets = instances.map(({ id }) => ({ Id: id }));
  const command = new RegisterTargetsCommand({ TargetGroupArn: targetGroup, Targets });
  await ignoring(elbOf(store, group).send(command), ...GONE);
}

/** Elastic Load Balancing drains only targets that it used; the others are gone at once. */
async function deregister(
  store: AutoScalingStore,
  group: GroupRecord,
  attachment: Attachment,
  instances: readonly GroupInstance[],
): Promise<Map<string, Date>> {
  if (instances.length === 0) return new Map();
  const Targets = instances.map(({ id }) => ({ Id: id }));
  const elb = elbOf(store, group);
  const command = new DeregisterTargetsCommand({ TargetGroupArn: attachment.targetGroup, Targets });
  await ignoring(elb.send(command), ...GONE, ...NOT_REGISTERED);
  const ids = new Set(instances.map(({ id }) => id));
  const draining = (await targetHealth(store, group, attachment)).flatMap(({ Target, TargetHealth }) =>
    TargetHealth?.State === 'draining' && ids.has(Target?.Id ?? '') ? [Target?.Id ?? ''] : [],
  );
  if (draining.length === 0) return new Map();
  const until = later(store.now(), (await delaySeconds(store, group, attachment)) * 1000);
  return new Map(draining.map((id) => [id, until]));
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html */
async function delaySeconds(
  store: AutoScalingStore,
  group: GroupRecord,
  { targetGroup }: Attachment,
): Promise<number> {
  const { Attributes = [] } = await elbOf(store, group).send(
    new DescribeTargetGroupAttributesCommand({ TargetGroupArn: targetGroup }),
  );
  const delay = Attributes.find(({ Key }) => Key === 'deregistration_delay.timeout_seconds');
  return Number(delay?.Value ?? 300);
}
