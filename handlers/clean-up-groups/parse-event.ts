import type { PipelineIdentity } from '../contract/names';
import { pipelineOfGroup } from '../fleet/group-name';
import { type FunctionOwner, ownPipeline } from '../function-owner';
import { isObject, objectOf, optionalText } from '../json';

/** Why `clean-up-groups` was invoked: the end of an execution, or of an instance, or an event that it does not handle. */
export type CleanUpRequest = CleanUp | { readonly kind: 'other' };

export interface CleanUp {
  readonly kind: 'clean-up';
  readonly pipeline: PipelineIdentity;
  /** The execution that ended. @default - an instance did */
  readonly executionId?: string;
  /** Whether the execution ended so recently that CodePipeline may not show it yet. @default false */
  readonly hasJustEnded?: boolean;
  /** The instance that has terminated. @default - an execution ended */
  readonly instance?: string;
}

/** Less than Lambda waits before it runs the function a second time. */
const RECENT_MILLISECONDS = 50_000;

/**
 * Parses the function's event, once: nothing behind this reads it again.
 * @returns `other` for an event of another environment or account, too
 */
export function parseEvent(event: unknown, owner: FunctionOwner, now = new Date()): CleanUpRequest {
  if (!isObject(event)) return { kind: 'other' };
  const detail = objectOf(event, 'detail');
  const isExecution = event['detail-type'] === 'CodePipeline Pipeline Execution State Change';
  const group = optionalText(detail, 'AutoScalingGroupName') ?? '';
  const name = isExecution ? optionalText(detail, 'pipeline') : pipelineOfGroup(group);
  const pipeline = ownPipeline(name ?? '', owner);
  if (!pipeline || event.account !== owner.account) return { kind: 'other' };
  const age = now.getTime() - Date.parse(optionalText(event, 'time') ?? '');
  return {
    kind: 'clean-up',
    pipeline,
    executionId: isExecution ? optionalText(detail, 'execution-id') : undefined,
    hasJustEnded: isExecution && age < RECENT_MILLISECONDS,
    instance: isExecution ? undefined : optionalText(detail, 'EC2InstanceId'),
  };
}
