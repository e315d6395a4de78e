import type { FleetHarness, FleetJob } from './fleet-harness';

/** On the test's clock: it goes on while the endpoint still works, so that a fast machine needs more of it. */
const MAX_SECONDS = 1_800;

/** A fleet that serves, made without our functions. */
export interface ServingFleet {
  /** Name of the group, on target group a, which has all traffic. */
  readonly blue: string;
  readonly imageId: string;
  readonly version: string;
}

/** Has two instances serve that a release made, and another execution begin. */
export async function startServing(harness: FleetHarness, executionId = 'e1000000'): Promise<ServingFleet> {
  const { fleet, pipeline } = harness;
  const imageId = await fleet.image();
  const version = await fleet.version(imageId);
  const blue = await fleet.group({ execution: executionId, imageId, version, on: 0 });
  await fleet.put('asg/new', blue);
  await fleet.put('asg/old', 'none');
  await fleet.put('launch-template', version);
  pipeline.executions.push({ id: executionId, status: 'Succeeded', stage: 'Retire' });
  for (let seconds = 0; (await fleet.healthyOn(0)) < 2; seconds += 15) {
    if (seconds > MAX_SECONDS) throw new Error(`The fleet must be healthy within ${MAX_SECONDS} seconds`);
    await harness.pass(15);
  }
  return { blue, imageId, version };
}

/** Begins an execution, which is in stage Deploy. */
export function beginExecution({ pipeline }: FleetHarness, id: string, rollsBackTo?: string): void {
  pipeline.executions.push({ id, status: 'InProgress', stage: 'Deploy', rollsBackTo });
}

/** Ends the newest execution. */
export function endExecution({ pipeline }: FleetHarness, status: 'Succeeded' | 'Failed' | 'Stopped'): void {
  Object.assign(pipeline.executions.at(-1) ?? {}, { status });
}

/**
 * The first job of `create-green-group` in a release.
 * @param image the id of one that is there, or the tags of a new one
 */
export async function greenJob(
  harness: FleetHarness,
  serving: ServingFleet,
  executionId = 'e2000000',
  image: Readonly<Record<string, string>> | string = {},
): Promise<FleetJob> {
  const { fleet } = harness;
  const imageId = typeof image === 'string' ? image : await fleet.image(image);
  const version = imageId === serving.imageId ? serving.version : await fleet.version(imageId);
  const launchTemplateVersion = await fleet.put('launch-template', version);
  return harness.job('createGreenGroup', { executionId, launchTemplateVersion, imageId });
}

/** Has a second group of two instances be healthy on target group b, as `create-green-group` leaves it. */
export async function startGreen(
  harness: FleetHarness,
  { blue, version: before }: ServingFleet,
  executionId = 'e2000000',
): Promise<{ readonly green: string; readonly imageId: string; readonly version: string }> {
  const { fleet } = harness;
  const imageId = await fleet.image();
  const version = await fleet.version(imageId);
  const held = { MinSize: 2, DesiredCapacity: 2 };
  const green = await fleet.group({
    execution: executionId,
    imageId,
    version,
    on: 1,
    more: held,
    minimum: 1,
  });
  await fleet.hold(blue, 1);
  await fleet.put('launch-template', version);
  const targetGroup = fleet.balancer.targetGroups[1];
  const attempt = { group: green, targetGroup, execution: executionId, attempt: 1, job: 'green', blue };
  await fleet.put('asg/green', JSON.stringify(attempt));
  if (before === version) throw new Error('A release has a version of its own');
  for (let seconds = 0; (await fleet.healthyOn(1)) < 2; seconds += 15) {
    if (seconds > MAX_SECONDS) throw new Error(`The group must be healthy within ${MAX_SECONDS} seconds`);
    await harness.pass(15);
  }
  return { green, imageId, version };
}

/** Has all traffic go to the new group, as `shift-traffic` leaves it. @returns versions of the parameters */
export async function shiftAll(
  { fleet }: FleetHarness,
  { blue }: ServingFleet,
  { green }: { readonly green: string },
): Promise<{ newVersion: string; oldVersion: string }> {
  await fleet.weigh(0);
  return { newVersion: await fleet.put('asg/new', green), oldVersion: await fleet.put('asg/old', blue) };
}
