import { endedDeploymentOf, endedExecutionOf, type PipelineEvent } from '../aws-events';
import type { FunctionOwner } from '../function-owner';
import { isObject } from '../json';

/**
 * Parses an event after which what serves may not be the newest revision, once: nothing behind this reads it again. Of the
 * event it takes which pipeline it is of, and when it was sent; what became of deployment or execution ECS is asked for.
 * @returns nothing for any other event
 */
export function parseEndEvent(event: unknown, owner: FunctionOwner): PipelineEvent | undefined {
  if (!isObject(event)) return undefined;
  const found = endedDeploymentOf(event, owner) ?? endedExecutionOf(event, owner);
  return found && { pipeline: found.pipeline, at: found.at };
}
