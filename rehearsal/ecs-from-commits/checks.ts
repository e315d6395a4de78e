import { servingTag } from '../../handlers/contract/names';
import { imagesWithTag } from '../ecs/images';
import { type ServingTasks, servingTasks } from '../ecs/serving';
import { expectRecorded } from '../pipeline/release-record';
import { shortRevision } from '../pipeline/revision';
import type { CommitsContext } from './context';
import type { CommitsPipeline } from './pipeline';

/** Expects the images that were built of the commit to serve at full strength, alone, protected and on record. */
export async function expectCommitServing(
  context: CommitsContext,
  pipeline: CommitsPipeline,
  commit: string,
): Promise<void> {
  const { expect } = context;
  const { clients, identity, name } = pipeline;
  const serving = await servingTasks(pipeline);
  const images = Object.values(serving.images);
  const built = await imagesWithTag(clients, images, commit);
  expect.that(
    `${name} serves the images that were built of ${shortRevision(commit)}`,
    built.length > 0 && built.length === images.length,
    images.join(', '),
  );
  expectFullStrength(context, pipeline, serving);
  const kept = await imagesWithTag(clients, images, servingTag(identity));
  expect.that(
    `tag ${servingTag(identity)} keeps ${built.length === 1 ? 'it' : `all ${built.length}`}`,
    kept.length === built.length,
    kept.join(', ') || 'none',
  );
  await expectRecorded(context, pipeline, commit);
  context.serving.set(name, images);
}

/** Expects what served before to serve still, at full strength. */
export async function expectUnchanged(context: CommitsContext, pipeline: CommitsPipeline): Promise<void> {
  const serving = await servingTasks(pipeline);
  const before = context.serving.get(pipeline.name) ?? [];
  context.expect.equal(
    `${pipeline.name} serves what it served before`,
    Object.values(serving.images).join(', '),
    before.join(', '),
  );
  expectFullStrength(context, pipeline, serving);
}

function expectFullStrength(
  { expect }: CommitsContext,
  { name }: CommitsPipeline,
  { healthyTargets, desiredCount, deployments }: ServingTasks,
): void {
  expect.that(
    `${name} has ${desiredCount} healthy behind the load balancer, and nothing else left`,
    healthyTargets === desiredCount && deployments === 1,
    `${healthyTargets} of ${desiredCount} healthy, ${deployments} deployments`,
  );
}
