import {
  type PipelineIdentity,
  pipelineName,
  previousTag,
  releaseParameterName,
  servingTag,
} from '../contract/names';
import type { Release } from '../contract/release-record';
import type { Waiting } from '../job-answer';
import { addToLog } from '../logger';
import type { PipelineClients } from './clients';
import { describeRelease, type ReleaseQuestion } from './describe-release';
import { protectImages } from './protect-images';
import { nextRecord, readRecord, writeRecord } from './release-record';

/**
 * Protects what serves and writes down how it came to be. It may be asked twice for one deployment, and may die after
 * any call: what it writes follows from what it sees, the tag that lets an older image go comes before the one that
 * leaves an image behind, and the record, by which a repetition knows what served before, comes at the end.
 * @returns what serves now; nothing where the deployment is to something else than an ECS service; what is waited for
 * where the deployment is not over yet
 */
export async function recordRelease(
  clients: PipelineClients,
  identity: PipelineIdentity,
  question: ReleaseQuestion,
): Promise<Release | Waiting | undefined> {
  const release = await describeRelease(clients, pipelineName(identity), question);
  if (!release || 'waitingFor' in release) return release;
  addToLog({ executionId: release.pipelineExecutionId });
  const parameter = releaseParameterName(identity);
  const before = await readRecord(clients.ssm, parameter);
  const record = nextRecord(before, release);
  const { serving, previous } = record;
  const left = without(previous?.images ?? {}, serving.images);
  await protectImages(clients.ecr, left, { tag: previousTag(identity), whenGone: 'warn' });
  await protectImages(clients.ecr, serving.images, { tag: servingTag(identity), whenGone: 'fail' });
  await writeRecord(clients.ssm, parameter, before, record);
  return serving;
}

/**
 * The images that serve no more. One that serves on is protected as such, and the tag stays with the image before it:
 * after a release of settings alone, the way back to the image before is still open.
 */
function without(
  images: Readonly<Record<string, string>>,
  serving: Readonly<Record<string, string>>,
): Record<string, string> {
  const digests = new Set(Object.values(serving));
  return Object.fromEntries(Object.entries(images).filter(([, image]) => !digests.has(image)));
}
