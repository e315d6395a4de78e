import { previousTag, servingTag } from '../../../handlers/contract/names';
import type { ReleaseRecord } from '../../../handlers/contract/release-record';
import type { PipelineFixture } from './pipeline-fixture';

/** The digests under the protecting tags, and the record. */
export interface ReleaseOutcome {
  readonly serving?: string;
  readonly previous?: string;
  readonly record?: ReleaseRecord;
}

/** What `record-release` has left behind. */
export async function releaseOutcome(pipeline: PipelineFixture): Promise<ReleaseOutcome> {
  const tags = await pipeline.tags();
  return {
    serving: tags[servingTag(pipeline.identity)],
    previous: tags[previousTag(pipeline.identity)],
    record: await pipeline.record(),
  };
}
