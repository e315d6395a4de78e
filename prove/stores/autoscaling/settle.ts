import { emit } from '../../simulated-account/events';
import { nextNumber, type SimulatedAccount } from '../../simulated-account/simulated-account';
import { deregister, isUnhealthy, register } from '../elasticloadbalancing/targets';
import { activeRefresh, refreshStep, sizeOf, templateOf } from './refresh';
import { scaleIn } from './scale-in';
import { BOOT_MILLISECONDS, type GroupInstance, type GroupRecord, SHUT_DOWN_MILLISECONDS } from './model';

/** Brings a group forward by one step that is due at the simulated account's time. @returns whether there was one */
export const settleGroup = (simulated: SimulatedAccount, group: GroupRecord): boolean =>
  scaleIn(simulated, group) ||
  boot(simulated, group) ||
  replace(simulated, group) ||
  terminate(simulated, group) ||
  refreshStep(simulated, group, (instances) => endAll(simulated, group, instances)) ||
  fitToSize(simulated, group) ||
  end(simulated, group);

/** Takes instances that have started into service: they are registered first. */
function boot(simulated: SimulatedAccount, group: GroupRecord): boolean {
  const { instances, targetGroups } = group;
  const started = instances.filter(({ state, due }) => state === 'Pending' && isDue(simulated, due));
  for (const instance of started) {
    register(simulated, targetGroups, instance.id, succeeds(simulated, instance));
    instance.state = 'InService';
    delete instance.due;
    instance.inServiceAt = simulated.now;
    instance.graceUntil = simulated.now + group.graceSeconds * 1000;
  }
  return started.length > 0;
}

/** Whether the health checks of an instance succeed, by its image. */
function succeeds({ ec2 }: SimulatedAccount, { id, imageId }: GroupInstance): boolean {
  const which = ec2.images[imageId]?.succeeds ?? 'all';
  return which === 'every-other' ? Number(id.slice(-1)) % 2 === 0 : which === 'all';
}

/**
 * Ends instances that are unhealthy after the grace period; others are launched for them.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-checks-overview.html
 */
function replace(simulated: SimulatedAccount, group: GroupRecord): boolean {
  const unhealthy = group.instances.filter(
    ({ id, state, graceUntil = 0 }) =>
      state === 'InService' && simulated.now >= graceUntil && isUnhealthy(simulated, group.targetGroups, id),
  );
  for (const instance of unhealthy) {
    instance.isUnhealthy = true;
    beginTermination(simulated, group, instance);
  }
  return unhealthy.length > 0;
}

/** Draining comes before the termination, which takes its time too. */
function terminate(simulated: SimulatedAccount, group: GroupRecord): boolean {
  const due = group.instances.filter((one) => one.ending && isDue(simulated, one.due));
  for (const instance of due)
    if (instance.ending === 'drain') {
      instance.ending = 'shut-down';
      instance.due = simulated.now + SHUT_DOWN_MILLISECONDS;
    } else forget(simulated, group, instance);
  return due.length > 0;
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-event-reference.html */
function forget(simulated: SimulatedAccount, group: GroupRecord, { id }: GroupInstance): void {
  group.instances = group.instances.filter((one) => one.id !== id);
  emit(simulated, 'aws.autoscaling', 'EC2 Instance Terminate Successful', {
    AutoScalingGroupName: group.name,
    EC2InstanceId: id,
  });
}

/** @returns whether an instance was launched, or begins to end */
function fitToSize(simulated: SimulatedAccount, group: GroupRecord): boolean {
  const live = group.instances.filter(({ ending }) => !ending);
  const missing = sizeOf(group) - live.length;
  if (missing > 0) return launch(simulated, group, missing);
  if (missing < 0) endAll(simulated, group, leavingFirst(group, live).slice(0, -missing));
  return missing < 0;
}

/** While a group is refreshed, what is to be replaced leaves first. */
function leavingFirst(group: GroupRecord, live: readonly GroupInstance[]): readonly GroupInstance[] {
  const old = activeRefresh(group)?.old ?? [];
  const [leaving, staying] = [true, false].map((is) => live.filter(({ id }) => old.includes(id) === is));
  return [...(leaving ?? []), ...(staying ?? [])];
}

function launch(simulated: SimulatedAccount, group: GroupRecord, count: number): boolean {
  const reason = whyNoLaunch(simulated, group);
  if (reason === undefined) delete group.noLaunch;
  else group.noLaunch = reason;
  if (reason !== undefined) return false;
  const { instances } = group;
  const template = templateOf(group);
  const version = versionOf(simulated, group);
  for (let number = 0; number < count; number++)
    instances.push({
      id: `i-${nextNumber(simulated)}`,
      imageId: version?.LaunchTemplateData?.ImageId ?? '',
      version: template.Version,
      state: 'Pending',
      due: simulated.now + BOOT_MILLISECONDS,
    });
  return true;
}

function versionOf({ ec2: { templates } }: SimulatedAccount, group: GroupRecord) {
  const { LaunchTemplateName, Version } = templateOf(group);
  return templates[LaunchTemplateName]?.versions.find(({ VersionNumber }) => `${VersionNumber}` === Version);
}

/** Why a group can launch no instance, as its scaling activities have it. @returns nothing where it can */
function whyNoLaunch(simulated: SimulatedAccount, group: GroupRecord): string | undefined {
  const version = versionOf(simulated, group);
  if (!version) return 'The specified launch template version does not exist. Launching EC2 instance failed.';
  const { ImageId = '' } = version.LaunchTemplateData ?? {};
  if (!simulated.ec2.images[ImageId])
    return `The image id '[${ImageId}]' does not exist. Launching EC2 instance failed.`;
  return simulated.autoScaling.hasNoCapacity
    ? 'We currently do not have sufficient t3.small capacity in the Availability Zone you requested. Launching EC2 instance failed.'
    : undefined;
}

function endAll(simulated: SimulatedAccount, group: GroupRecord, instances: readonly GroupInstance[]): void {
  for (const instance of instances) beginTermination(simulated, group, instance);
}

function beginTermination(
  simulated: SimulatedAccount,
  { targetGroups }: GroupRecord,
  instance: GroupInstance,
): void {
  const wasRegistered = instance.state === 'InService';
  Object.assign(instance, {
    ...{ state: 'Terminating', ending: 'drain' },
    due: wasRegistered ? deregister(simulated, targetGroups, instance.id) : simulated.now,
  });
}

/** A group that is being deleted is gone when it is empty. */
function end(simulated: SimulatedAccount, group: GroupRecord): boolean {
  const { groups } = simulated.autoScaling;
  if (!isDue(simulated, group.deleteAt) || group.instances.length > 0 || !groups[group.name]) return false;
  delete groups[group.name];
  return true;
}

const isDue = ({ now }: SimulatedAccount, due: number | undefined): boolean =>
  due !== undefined && due <= now;
