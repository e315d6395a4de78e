import { failureReason } from './failure';
import { reversed, runGraph } from './graph';
import { noteResource } from './record';
import { resourceContext, type Clients } from './resource-context';
import { providerFor } from './run';
import type { Stack, StackResource } from './stack';
import type { StackStore } from './store';

/** What is deleted, and how. */
export interface Deletion {
  readonly store: StackStore;
  readonly stack: Stack;
  readonly clients: Clients;
  /** One for each logical id; those without physical id have nothing to delete. */
  readonly resources: readonly StackResource[];
  /** Whether the resource's policy keeps it. */
  keeps(resource: StackResource): boolean;
}

/**
 * Deletes resources, each before what it depends on, independent ones at the same time. What depends on a failure is
 * left; everything that is gone, or kept by its policy, leaves the stack.
 * @returns the logical ids that could not be deleted
 */
export async function deleteResources(deletion: Deletion): Promise<string[]> {
  const resources = new Map(deletion.resources.map((resource) => [resource.logicalId, resource]));
  const graph = new Map(deletion.resources.map(({ logicalId, dependencies }) => [logicalId, dependencies]));
  return runGraph(
    reversed(graph),
    (id) => deleteResource(deletion, resources.get(id) as StackResource),
    true,
  );
}

async function deleteResource(deletion: Deletion, resource: StackResource): Promise<boolean> {
  const { store, stack } = deletion;
  const { context: serviceContext } = store;
  const note = (status: string, reason?: string): void => {
    const current = stack.resources.get(resource.logicalId);
    if (current !== undefined && current.physicalId === resource.physicalId) {
      stack.resources.set(resource.logicalId, { ...current, status, reason, at: serviceContext.clock.now() });
      if (status === 'DELETE_COMPLETE' || status === 'DELETE_SKIPPED')
        stack.resources.delete(resource.logicalId);
    }
    noteResource(serviceContext, stack, resource, status, reason);
  };
  const { physicalId } = resource;
  if (physicalId === undefined) {
    stack.resources.delete(resource.logicalId);
    return true;
  }
  if (deletion.keeps(resource)) {
    note('DELETE_SKIPPED');
    return true;
  }
  try {
    note('DELETE_IN_PROGRESS');
    const context = resourceContext(store, stack, deletion.clients, resource);
    await providerFor(serviceContext.resourceTypes, resource.type).delete(
      { ...resource, physicalId },
      context,
    );
    note('DELETE_COMPLETE');
    return true;
  } catch (error) {
    note('DELETE_FAILED', failureReason(error));
    return false;
  }
}
