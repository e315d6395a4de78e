import { randomUUID } from 'node:crypto';
import type { StackStore } from '../store';
import type { Stack, StackEvent, StackResource } from './stack';

/** Sets the status of the stack and adds an event to its history. */
export function recordStack({ context }: StackStore, stack: Stack, status: string, reason?: string): void {
  const at = context.clock.now();
  stack.status = status;
  stack.reason = reason;
  addEvent(stack, {
    logicalId: stack.name,
    physicalId: stack.id,
    type: 'AWS::CloudFormation::Stack',
    status,
    reason,
    at,
  });
}

/** Sets the status of a resource and adds an event to the stack's history. */
export function recordResource(
  store: StackStore,
  stack: Stack,
  resource: StackResource,
  status: string,
  reason?: string,
): StackResource {
  const at = store.context.clock.now();
  const changed = { ...resource, status, reason, at };
  stack.resources.set(resource.logicalId, changed);
  recordEvent(store, stack, resource, status, reason);
  return changed;
}

/** Adds an event about a resource that is not, or no more, the one in the stack's list: it was replaced or rolled back. */
export function recordEvent(
  { context }: StackStore,
  stack: Stack,
  resource: StackResource,
  status: string,
  reason?: string,
): void {
  const { logicalId, physicalId, type, properties } = resource;
  addEvent(stack, { logicalId, physicalId, type, status, reason, properties, at: context.clock.now() });
}

type NewEvent = Omit<Stack['events'][number], 'id' | 'operationId'>;

function addEvent(stack: Stack, event: NewEvent): void {
  const at = after(stack.events.at(-1), event.at);
  const operationId = isBeginning(event) ? randomUUID() : (stack.events.at(-1)?.operationId ?? randomUUID());
  const id =
    event.logicalId === stack.name ? randomUUID() : `${event.logicalId}-${event.status}-${randomUUID()}`;
  stack.events.push({ ...event, at, id, operationId });
}

/** No two at the same millisecond: clients sort events by time. */
const after = (last: StackEvent | undefined, at: Date): Date =>
  last !== undefined && last.at >= at ? new Date(last.at.getTime() + 1) : at;

const isBeginning = ({ type, status }: NewEvent): boolean =>
  type === 'AWS::CloudFormation::Stack' && BEGINNINGS.includes(status);

const BEGINNINGS = ['REVIEW_IN_PROGRESS', 'CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'DELETE_IN_PROGRESS'];
