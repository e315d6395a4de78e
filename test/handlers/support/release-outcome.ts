import { previousTag, servingTag } from '../../../handlers/contract/names';
import type { ReleaseRecord } from '../../../handlers/contract/release-record';
import type { ReleasedPipeline } from './release-world';

/** The digests under the protecting tags, and the record. */
export interface Outcome {
  readonly serving?: string;
  readonly previous?: string;
  readonly record?: ReleaseRecord;
}

/** What `record-release` has left behind. */
export async function releaseOutcome(pipeline: ReleasedPipeline): Promise<Outcome> {
  const tags = await pipeline.tags();
  return {
    serving: tags[servingTag(pipeline.identity)],
    previous: tags[previousTag(pipeline.identity)],
    record: await pipeline.record(),
  };
}
