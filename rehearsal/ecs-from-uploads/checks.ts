import { previousTag, servingTag } from '../../handlers/contract/names';
import { until } from '../until';
import type { BlueGreenPipeline } from './deployed-pipeline';
import { actionsOf } from '../pipeline/executions';
import { releaseRecord } from '../pipeline/release-record';
import { digestOf, lookAtServing, type Serving } from './serving';
import type { Stage } from './context';

/** Expects the image to serve at full strength, alone, protected and on record. */
export async function expectServing(
  stage: Stage,
  pipeline: BlueGreenPipeline,
  digest: string,
): Promise<Serving> {
  const serving = await lookAtServing(pipeline);
  const { expect } = stage;
  const images = Object.values(serving.images);
  expect.that(
    `${pipeline.name} serves ${short(digest)}`,
    images.some((image) => image.endsWith(`@${digest}`)),
    images.join(', '),
  );
  expect.that(
    `${pipeline.name}’s listener sends everything to ${serving.targetGroup}, with ${serving.healthyTargets} healthy`,
    serving.healthyTargets >= Math.max(1, serving.desiredCount) && !serving.targetGroup.includes(' and '),
    `${serving.healthyTargets} of ${serving.desiredCount} healthy on ${serving.targetGroup}`,
  );
  expect.equal(`${pipeline.name} has one task set left`, String(serving.taskSets), '1');
  return serving;
}

/** Expects the protecting tags on what serves and what served before, and the record to name them. Tags are set behind a rollback, so it waits. */
export async function expectProtected(
  stage: Stage,
  pipeline: BlueGreenPipeline,
  serving: string,
  previous?: string,
): Promise<void> {
  const { expect } = stage;
  const [servingName, previousName] = [servingTag(pipeline.identity), previousTag(pipeline.identity)];
  const look = async () =>
    [await digestOf(pipeline, servingName), await digestOf(pipeline, previousName)] as const;
  await until(stage, 'the protecting tags', 10, async () => {
    const [first, second] = await look();
    return first === serving && (!previous || second === previous) ? true : undefined;
  }).catch(() => undefined); // what was not reached is told below
  const [first, second] = await look();
  expect.that(`tag ${servingName} keeps ${short(serving)}`, first === serving, first);
  if (previous) expect.that(`tag ${previousName} keeps ${short(previous)}`, second === previous, second);
  const record = await releaseRecord(pipeline);
  expect.that(
    `the release record of ${pipeline.name} names ${short(serving)}`,
    Object.values(record?.serving.images ?? {}).some((image) => image.endsWith(`@${serving}`)),
    JSON.stringify(record?.serving.images),
  );
}

/** Expects the execution to have taken exactly the revision that started it. */
export async function expectPinned(
  stage: Stage,
  pipeline: BlueGreenPipeline,
  executionId: string,
  action: string,
  variable: string,
  value: string,
): Promise<void> {
  const details = await actionsOf(pipeline, executionId);
  const taken = details.find(({ actionName }) => actionName === action)?.output?.outputVariables?.[variable];
  stage.expect.equal(`${pipeline.name} took the ${variable} that started it, ${short(value)}`, taken, value);
}

/** A digest as people quote it. */
export function short(digest: string): string {
  return digest.startsWith('sha256:') ? digest.slice(0, 19) : digest;
}
