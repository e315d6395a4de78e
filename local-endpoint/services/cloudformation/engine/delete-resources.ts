import { failureReason } from './failure';
import { reversed } from './graph';
import { getResourceProvider } from '../resource-types';
import type { StackStore } from '../store';
import { recordEvent } from './record';
import { type Clients, resourceContext } from './resource-context';
import type { Stack, StackResource } from './stack';
import { changeResources } from './time';

/** The resources to delete. */
export interface Deletion {
  readonly store: StackStore;
  readonly stack: Stack;
  readonly clients: Clients;
  /** One for each logical id; those without physical id have nothing to delete. */
  readonly resources: readonly StackResource[];
  /** Whether the resource's policy retains it. */
  retains(resource: StackResource): boolean;
}

/**
 * Deletes resources, each before what it depends on, independent ones at the same time. What depends on a failure is
 * kept; what is deleted, or retained by its policy, is removed from the stack's list.
 * @returns the logical ids that could not be deleted
 */
export async function deleteResources(deletion: Deletion): Promise<string[]> {
  const resources = new Map(deletion.resources.map((resource) => [resource.logicalId, resource]));
  const graph = new Map(deletion.resources.map(({ logicalId, dependencies }) => [logicalId, dependencies]));
  return changeResources(
    deletion.store,
    deletion.stack,
    reversed(graph),
    (id) => deleteResource(deletion, resources.get(id) as StackResource),
    true,
  );
}

async function deleteResource(deletion: Deletion, resource: StackResource): Promise<boolean> {
  const { store, stack } = deletion;
  const { clock, resourceTypes } = store.context;
  const record = (status: string, reason?: string): void => {
    const current = stack.resources.get(resource.logicalId);
    if (current !== undefined && current.physicalId === resource.physicalId) {
      stack.resources.set(resource.logicalId, { ...current, status, reason, at: clock.now() });
      if (status === 'DELETE_COMPLETE' || status === 'DELETE_SKIPPED')
        stack.resources.delete(resource.logicalId);
    }
    recordEvent(store, stack, resource, status, reason);
  };
  const { physicalId } = resource;
  if (physicalId === undefined) {
    stack.resources.delete(resource.logicalId);
    return true;
  }
  if (deletion.retains(resource)) {
    record('DELETE_SKIPPED');
    return true;
  }
  try {
    record('DELETE_IN_PROGRESS');
    const context = resourceContext(store, stack, deletion.clients, resource);
    await getResourceProvider(resourceTypes, resource.type).delete({ ...resource, physicalId }, context);
    record('DELETE_COMPLETE');
    return true;
  } catch (error) {
    record('DELETE_FAILED', failureReason(error));
    return false;
  }
}
