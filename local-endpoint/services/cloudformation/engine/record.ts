import { randomUUID } from 'node:crypto';
import type { ServiceContext } from '../../../kit/context';
import type { Stack, StackEvent, StackResource } from './stack';

/** Sets the state of the stack and notes it in its history. */
export function recordStack(context: ServiceContext, stack: Stack, status: string, reason?: string): void {
  const at = context.clock.now();
  stack.status = status;
  stack.reason = reason;
  record(stack, {
    logicalId: stack.name,
    physicalId: stack.id,
    type: 'AWS::CloudFormation::Stack',
    status,
    reason,
    at,
  });
}

/** Sets the state of a resource and notes it in the stack's history. */
export function recordResource(
  context: ServiceContext,
  stack: Stack,
  resource: StackResource,
  status: string,
  reason?: string,
): StackResource {
  const at = context.clock.now();
  const changed = { ...resource, status, reason, at };
  stack.resources.set(resource.logicalId, changed);
  noteResource(context, stack, resource, status, reason);
  return changed;
}

/** Notes something about a resource without touching the stack's list of resources: what was replaced or rolled back. */
export function noteResource(
  context: ServiceContext,
  stack: Stack,
  resource: StackResource,
  status: string,
  reason?: string,
): void {
  const { logicalId, physicalId, type, properties } = resource;
  record(stack, { logicalId, physicalId, type, status, reason, properties, at: context.clock.now() });
}

type Draft = Omit<Stack['events'][number], 'id' | 'operationId'>;

function record(stack: Stack, draft: Draft): void {
  const at = after(stack.events.at(-1), draft.at);
  const operationId = isBeginning(draft) ? randomUUID() : (stack.events.at(-1)?.operationId ?? randomUUID());
  const id =
    draft.logicalId === stack.name ? randomUUID() : `${draft.logicalId}-${draft.status}-${randomUUID()}`;
  stack.events.push({ ...draft, at, id, operationId });
}

/** No two at the same millisecond: clients sort events by time. */
const after = (last: StackEvent | undefined, at: Date): Date =>
  last !== undefined && last.at >= at ? new Date(last.at.getTime() + 1) : at;

const isBeginning = ({ type, status }: Draft): boolean =>
  type === 'AWS::CloudFormation::Stack' && BEGINNINGS.includes(status);

const BEGINNINGS = ['REVIEW_IN_PROGRESS', 'CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'DELETE_IN_PROGRESS'];
