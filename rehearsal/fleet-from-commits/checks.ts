import { expectRecorded } from '../pipeline/release-record';
import { shortRevision } from '../pipeline/revision';
import { until } from '../until';
import type { FleetContext, ServingRelease } from './context';
import { type Fleet, type FleetGroup, readFleet, servingGroup } from './fleet';
import { bakedImages, imageIdsOf, instancesOf } from './images';
import { readParameter } from './parameters';
import type { FleetPipeline } from './pipeline';

/**
 * Expects a release to serve at full strength and alone, with its parameters and its record, and nothing else to be left.
 * @param commit what was released
 * @param executionId the execution that released it first
 */
export async function expectReleaseServing(
  context: FleetContext,
  pipeline: FleetPipeline,
  commit: string,
  executionId: string,
): Promise<void> {
  const { expect } = context;
  const group = await expectAtRest(context, pipeline);
  if (!group) return;
  const imageIds = await imageIdsOf(pipeline, group);
  const [imageId = ''] = imageIds;
  const image = (await bakedImages(pipeline)).find(({ ImageId }) => ImageId === imageId);
  expect.that(
    `${pipeline.name} serves one image, which the pipeline baked`,
    imageIds.length === 1 && image !== undefined,
    imageIds.join(', '),
  );
  expect.equal(`parameter asg/new names ${group.name}`, await readParameter(pipeline, 'asg/new'), group.name);
  await expectRecorded(context, pipeline, commit);
  await expectRecorded(context, pipeline, group.name);
  await expectRecorded(context, pipeline, imageId);
  context.serving.set(pipeline.name, { commit, executionId, imageId, group: group.name });
}

/** Expects the group that served before to serve still, at full strength and alone, and nothing to be left. */
export async function expectUnchanged(context: FleetContext, pipeline: FleetPipeline): Promise<void> {
  const group = await expectAtRest(context, pipeline);
  const before = servingBefore(context, pipeline);
  context.expect.equal(`${pipeline.name} serves what it served before`, group?.name, before.group);
  const recorded = await readParameter(pipeline, 'asg/new');
  context.expect.equal('parameter asg/new names it', recorded, before.group);
}

/** The release that a step before left serving. @throws Error where there is none */
export function servingBefore({ serving }: FleetContext, { name }: FleetPipeline): ServingRelease {
  const before = serving.get(name);
  if (!before) throw new Error(`nothing serves for ${name}`);
  return before;
}

/**
 * Waits until a pipeline is at rest, and expects one group to serve at full strength, with the minimum that the config has,
 * and no group or instance beside it. What an event has removed is gone some time after the execution has ended.
 */
async function expectAtRest(context: FleetContext, pipeline: FleetPipeline): Promise<FleetGroup | undefined> {
  const { expect } = context;
  const { name, settings } = pipeline;
  await until(context, `the rest of ${name}`, 45, async () =>
    isAtRest(pipeline, await readFleet(pipeline)),
  ).catch(
    (error: Error) => {
      if (context.closing.aborted) throw error;
    }, // the expectations below report what is not at rest
  );
  const fleet = await readFleet(pipeline);
  const group = servingGroup(fleet);
  expect.that(
    `${name} has one group with all of the traffic, and no other group`,
    fleet.groups.length === 1 && group?.weight === 100,
    describeGroups(fleet),
  );
  if (!group) return undefined;
  expect.that(
    `${group.name} has ${group.desired} healthy behind the load balancer`,
    group.healthy === group.desired && group.desired >= settings.group.min,
    `${group.healthy} of ${group.desired} healthy`,
  );
  expect.that(
    `its minimum is ${settings.group.min}, as configured`,
    group.minimum === settings.group.min && group.raisedFrom === undefined,
    `${group.minimum}${group.raisedFrom === undefined ? '' : `, raised from ${group.raisedFrom}`}`,
  );
  const others = (await instancesOf(pipeline)).filter(({ id }) => !group.instanceIds.includes(id));
  expect.that(
    `${name} runs no instance beside it`,
    others.length === 0,
    others.map(({ id, imageId }) => `${id} of ${imageId}`).join(', '),
  );
  return group;
}

function isAtRest({ settings }: FleetPipeline, fleet: Fleet): true | undefined {
  const [group, ...others] = fleet.groups;
  const rests =
    others.length === 0 &&
    group?.weight === 100 &&
    group.minimum === settings.group.min &&
    group.raisedFrom === undefined &&
    group.healthy === group.desired;
  return rests || undefined;
}

const describeGroups = ({ groups }: Fleet): string =>
  groups
    .map(({ name, weight, healthy, desired, retiring }) =>
      [`${name} with ${weight} %`, `${healthy} of ${desired} healthy`, retiring ? 'retiring' : '']
        .filter(Boolean)
        .join(', '),
    )
    .join('; ') || 'no group';

/** Expects two releases to have different images. */
export function expectNewImage(
  { expect, serving }: FleetContext,
  { name }: FleetPipeline,
  before: ServingRelease,
): void {
  const now = serving.get(name);
  expect.that(
    `${name} has a new image for ${shortRevision(now?.commit ?? '')}`,
    now !== undefined && now.imageId !== before.imageId,
    now?.imageId,
  );
}
