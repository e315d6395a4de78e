import { endedExecutionOf, isRecent } from '../aws-events';
import { ENDED_REFRESH_EVENTS } from '../contract/clean-up-groups';
import type { PipelineIdentity } from '../contract/names';
import { pipelineOfGroup } from '../fleet/group-name';
import { type FunctionOwner, ownPipeline } from '../function-owner';
import { isObject, objectOf, optionalText } from '../json';

/** Why `clean-up-groups` was invoked: the end of an execution, an instance or an instance refresh, or an event that it does not handle. */
export type CleanUpRequest = CleanUp | { readonly kind: 'other' };

export interface CleanUp {
  readonly kind: 'clean-up';
  readonly pipeline: PipelineIdentity;
  /** The execution that ended. @default - an instance or a refresh did */
  readonly executionId?: string;
  /** Whether an execution or a refresh ended so recently that AWS may not show it yet. @default false */
  readonly hasJustEnded?: boolean;
  /** The instance that has terminated. @default - something else ended */
  readonly instance?: string;
}

/**
 * Parses the function's event, once: nothing behind this reads it again.
 * @returns `other` for an event of another environment or account, too
 */
export function parseEvent(event: unknown, owner: FunctionOwner): CleanUpRequest {
  if (!isObject(event)) return { kind: 'other' };
  const ended = endedExecutionOf(event, owner);
  if (ended) {
    const { pipeline, executionId } = ended;
    return { kind: 'clean-up', pipeline, executionId, hasJustEnded: isRecent(ended) };
  }
  const detail = objectOf(event, 'detail');
  const group = optionalText(detail, 'AutoScalingGroupName') ?? '';
  const pipeline = ownPipeline(pipelineOfGroup(group) ?? '', owner);
  if (!pipeline || event.account !== owner.account) return { kind: 'other' };
  if (ENDED_REFRESH_EVENTS.includes(`${optionalText(event, 'detail-type')}`))
    return {
      kind: 'clean-up',
      pipeline,
      hasJustEnded: isRecent({ at: new Date(`${optionalText(event, 'time')}`) }),
    };
  return { kind: 'clean-up', pipeline, instance: optionalText(detail, 'EC2InstanceId') };
}
