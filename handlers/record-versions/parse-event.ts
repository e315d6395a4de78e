import type { PipelineIdentity } from '../contract/names';
import { type FunctionOwner, ownPipeline } from '../function-owner';
import { isObject, objectOf, optionalText } from '../json';

/** An execution that failed, was stopped or superseded. */
export interface EndedExecution {
  readonly pipeline: PipelineIdentity;
  readonly executionId: string;
  /** Whether it ended so recently that CodePipeline may not show it yet. */
  readonly hasJustEnded: boolean;
}

/** Less than Lambda waits before it runs the function a second time. */
const RECENT_MILLISECONDS = 50_000;

const STATES = ['FAILED', 'STOPPED', 'SUPERSEDED', 'CANCELED'];

/**
 * Parses the function's event, once: nothing behind this reads it again.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 * @returns nothing for another event, and for one of another environment or account
 */
export function parseEvent(
  event: unknown,
  owner: FunctionOwner,
  now = new Date(),
): EndedExecution | undefined {
  if (!isObject(event) || event['detail-type'] !== 'CodePipeline Pipeline Execution State Change')
    return undefined;
  const detail = objectOf(event, 'detail');
  const pipeline = ownPipeline(optionalText(detail, 'pipeline') ?? '', owner);
  const executionId = optionalText(detail, 'execution-id');
  if (!pipeline || !executionId || event.account !== owner.account) return undefined;
  if (!STATES.includes(optionalText(detail, 'state') ?? '')) return undefined;
  const age = now.getTime() - Date.parse(optionalText(event, 'time') ?? '');
  return { pipeline, executionId, hasJustEnded: age < RECENT_MILLISECONDS };
}
