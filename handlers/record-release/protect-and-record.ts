import {
  type PipelineIdentity,
  pipelineName,
  previousTag,
  releaseParameterName,
  servingTag,
} from '../contract/names';
import type { EcsRelease, RecordedRelease } from '../contract/release-record';
import { addToLog } from '../logger';
import { nextRecord } from '../release-record/next-record';
import { readRecord } from '../release-record/read-record';
import { writeRecord } from '../release-record/write-record';
import type { PipelineClients } from './clients';
import { describeRelease } from './describe-release';
import { protectImages } from './protect-images';
import type { ReleaseLookup, ReleaseQuery } from './release-lookup';

type Images = EcsRelease['images'];

/**
 * Protects what serves and records how it came to be. It may run twice for one deployment, and may die after any call:
 * it writes only what follows from what it has read; the tag that gives up an older image is moved before the one that
 * leaves an image unprotected; and the record, by which a repetition knows what served before, is written last.
 * @returns the release that serves now, which may be a later one
 */
export async function protectAndRecord(
  clients: PipelineClients,
  pipeline: PipelineIdentity,
  query: ReleaseQuery,
): Promise<ReleaseLookup> {
  const found = await describeRelease(clients, pipelineName(pipeline), query);
  if (found.kind !== 'found') return found;
  addToLog({ executionId: found.release.pipelineExecutionId });
  const parameter = releaseParameterName(pipeline);
  const before = await readRecord(clients.ssm, parameter);
  const record = nextRecord(before, found.release);
  const serving = imagesOf(record.serving);
  const replaced = replacedImages(imagesOf(record.previous), serving);
  await protectImages(clients.ecr, replaced, { tag: previousTag(pipeline), whenGone: 'warn' });
  await protectImages(clients.ecr, serving, { tag: servingTag(pipeline), whenGone: 'fail' });
  await writeRecord(clients.ssm, parameter, before, record);
  return { kind: 'found', release: record.serving.type === 'ecs' ? record.serving : found.release };
}

/**
 * The images that no longer serve. One that still serves is protected as such, and the tag stays with the image before
 * it: after a release of settings alone, the image before can still be rolled back to.
 */
function replacedImages(previous: Images, serving: Images): Images {
  const digests = new Set(Object.values(serving));
  return Object.fromEntries(Object.entries(previous).filter(([, image]) => !digests.has(image)));
}

/** None where the pipeline once released something else than images. */
const imagesOf = (release: RecordedRelease | undefined): Images =>
  release?.type === 'ecs' ? release.images : {};
