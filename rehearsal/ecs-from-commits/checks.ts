import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { servingTag } from '../../handlers/contract/names';
import { actionsOf } from '../pipeline/executions';
import { releaseRecord } from '../pipeline/release-record';
import type { CommitPipeline } from './deployed-pipeline';
import { lookAtServing } from '../ecs/serving';
import type { Stage } from './context';

/** Expects what this commit's build pushed to serve at full strength, alone, protected and on record. */
export async function expectReleased(stage: Stage, pipeline: CommitPipeline, commit: string): Promise<void> {
  const { expect } = stage;
  const serving = await lookAtServing(pipeline);
  const built = await imagesTagged(pipeline, Object.values(serving.images), commit);
  expect.that(
    `${pipeline.name} serves the images that were built of ${short(commit)}`,
    built.length > 0 && built.length === Object.keys(serving.images).length,
    Object.values(serving.images).join(', '),
  );
  expectFullStrength(stage, pipeline, serving);
  const kept = await imagesTagged(pipeline, Object.values(serving.images), servingTag(pipeline.identity));
  expect.that(
    `tag ${servingTag(pipeline.identity)} keeps ${built.length === 1 ? 'it' : `all ${built.length}`}`,
    kept.length === built.length,
    kept.join(', ') || 'none',
  );
  const record = await releaseRecord(pipeline);
  expect.that(
    `the release record of ${pipeline.name} names ${short(commit)}`,
    JSON.stringify(record?.serving ?? {}).includes(commit),
    JSON.stringify(record?.serving),
  );
  stage.serving.set(pipeline.name, Object.values(serving.images));
}

/** Expects what served before to serve still, at full strength. */
export async function expectUnchanged(stage: Stage, pipeline: CommitPipeline): Promise<void> {
  const serving = await lookAtServing(pipeline);
  const before = stage.serving.get(pipeline.name) ?? [];
  stage.expect.equal(
    `${pipeline.name} serves what it served before`,
    Object.values(serving.images).join(', '),
    before.join(', '),
  );
  expectFullStrength(stage, pipeline, serving);
}

function expectFullStrength(
  { expect }: Stage,
  { name }: CommitPipeline,
  { healthyTargets, desiredCount, deployments }: Awaited<ReturnType<typeof lookAtServing>>,
): void {
  expect.that(
    `${name} has ${desiredCount} healthy behind the load balancer, and nothing else left`,
    healthyTargets === desiredCount && deployments === 1,
    `${healthyTargets} of ${desiredCount} healthy, ${deployments} deployments`,
  );
}

/** Expects the execution to have taken exactly the commit that was pushed. */
export async function expectTaken(
  { expect }: Stage,
  pipeline: CommitPipeline,
  executionId: string,
  commit: string,
): Promise<void> {
  const source = (await actionsOf(pipeline, executionId)).find(
    ({ actionName }) => actionName === pipeline.source,
  );
  const taken = source?.output?.outputVariables?.CommitId;
  expect.that(`${pipeline.name} took ${short(commit)}`, taken === commit, taken);
}

/** Of image references those whose image carries a tag. */
async function imagesTagged(
  { clients }: CommitPipeline,
  references: readonly string[],
  tag: string,
): Promise<string[]> {
  const tagged = await Promise.all(
    references.map(async (reference) => {
      const [, repositoryName = '', digest = ''] = /^[^/]+\/([^@:]+)@(sha256:.+)$/.exec(reference) ?? [];
      if (!digest) return [];
      const { imageDetails = [] } = await clients.ecr.send(new DescribeImagesCommand({ repositoryName }));
      const image = imageDetails.find(({ imageDigest }) => imageDigest === digest);
      return image?.imageTags?.includes(tag) ? [reference] : [];
    }),
  );
  return tagged.flat();
}

/** A commit as people quote it. */
export const short = (commit: string): string => commit.slice(0, 7);
