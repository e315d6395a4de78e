import { endedExecutionOf, isRecent } from '../aws-events';
import type { PipelineIdentity } from '../contract/names';
import type { FunctionOwner } from '../function-owner';
import { isObject, objectOf, optionalText } from '../json';

/** An execution that failed, was stopped or superseded. */
export interface EndedExecution {
  readonly pipeline: PipelineIdentity;
  readonly executionId: string;
  /** Whether it ended so recently that CodePipeline may not show it yet. */
  readonly hasJustEnded: boolean;
}

const STATES = ['FAILED', 'STOPPED', 'SUPERSEDED', 'CANCELED'];

/**
 * Parses the function's event, once: nothing behind this reads it again.
 * @returns nothing for another event, and for one of another environment or account
 */
export function parseEvent(event: unknown, owner: FunctionOwner): EndedExecution | undefined {
  if (!isObject(event)) return undefined;
  const ended = endedExecutionOf(event, owner);
  const state = optionalText(objectOf(event, 'detail'), 'state') ?? '';
  if (!ended || !STATES.includes(state)) return undefined;
  const { pipeline, executionId } = ended;
  return { pipeline, executionId, hasJustEnded: isRecent(ended) };
}
