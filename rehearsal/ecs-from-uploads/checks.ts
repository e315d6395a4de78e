import { previousTag, servingTag } from '../../handlers/contract/names';
import { digestOfTag } from '../ecs/images';
import { expectRecorded } from '../pipeline/release-record';
import { shortRevision } from '../pipeline/revision';
import { until } from '../until';
import type { UploadsContext } from './context';
import type { UploadsPipeline } from './pipeline';
import { type ServingGroup, servingGroup } from './serving';

/** Expects the image to serve at full strength, and nothing else to be left. */
export async function expectImageServing(
  { expect }: UploadsContext,
  pipeline: UploadsPipeline,
  digest: string,
): Promise<ServingGroup> {
  const serving = await servingGroup(pipeline);
  const images = Object.values(serving.images);
  expect.that(
    `${pipeline.name} serves ${shortRevision(digest)}`,
    images.some((image) => image.endsWith(`@${digest}`)),
    images.join(', '),
  );
  expect.that(
    `${pipeline.name}’s listener sends everything to ${serving.targetGroup}, with ${serving.healthyTargets} healthy`,
    serving.healthyTargets >= Math.max(1, serving.desiredCount) && !serving.targetGroup.includes(' and '),
    `${serving.healthyTargets} of ${serving.desiredCount} healthy on ${serving.targetGroup}`,
  );
  expect.equal(`${pipeline.name} has one task set left`, String(serving.deployments), '1');
  return serving;
}

/**
 * Expects the protecting tags on what serves and what served before, and the release record to name what serves. Tags are
 * set after a rollback has ended, so it waits for them.
 */
export async function expectProtected(
  context: UploadsContext,
  pipeline: UploadsPipeline,
  serving: string,
  previous?: string,
): Promise<void> {
  const { expect } = context;
  const [servingName, previousName] = [servingTag(pipeline.identity), previousTag(pipeline.identity)];
  const digests = async () =>
    [await digestOf(pipeline, servingName), await digestOf(pipeline, previousName)] as const;
  await until(context, 'the protecting tags', 10, async () => {
    const [first, second] = await digests();
    return first === serving && (!previous || second === previous) ? true : undefined;
  }).catch(() => undefined); // the expectations below report what is missing
  const [first, second] = await digests();
  expect.that(`tag ${servingName} keeps ${shortRevision(serving)}`, first === serving, first);
  if (previous)
    expect.that(`tag ${previousName} keeps ${shortRevision(previous)}`, second === previous, second);
  await expectRecorded(context, pipeline, serving);
}

/** The digest of a tag in the repository of the pipeline's first image. */
export const digestOf = ({ clients, images }: UploadsPipeline, tag: string): Promise<string | undefined> =>
  digestOfTag(clients, images[0]?.repository ?? '', tag);
