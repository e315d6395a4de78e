import { deleteResources } from './delete-resources';
import { failureReason } from './failure';
import { recordResource, recordStack } from './record';
import { resourceContext } from './resource-context';
import { getResourceProvider } from '../resource-types';
import type { StackResource } from './stack';
import type { StackRun } from './stack-run';
import type { UpdateStep } from './update-resource';

/** Undoes the steps of an update, the last one first, and deletes what it made. */
export async function rollBack(run: StackRun, journal: readonly UpdateStep[], reason: string): Promise<void> {
  const { store, stack, clients } = run;
  recordStack(store, stack, 'UPDATE_ROLLBACK_IN_PROGRESS', reason);
  const failed: string[] = [];
  for (const step of journal.toReversed()) {
    if (!(await restore(run, step))) failed.push(step.after.logicalId);
  }
  if (failed.length > 0) {
    const reason = `The following resource(s) failed to update: [${failed.join(', ')}]. `;
    return recordStack(store, stack, 'UPDATE_ROLLBACK_FAILED', reason);
  }
  recordStack(store, stack, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  const made = journal.filter(({ kind }) => kind !== 'updated').map(({ after }) => after);
  await deleteResources({
    store,
    stack,
    clients,
    resources: made,
    retains: ({ deletionPolicy }) => deletionPolicy === 'Retain',
  });
  journal
    .filter(({ kind }) => kind === 'created')
    .forEach(({ after }) => stack.resources.delete(after.logicalId));
  recordStack(store, stack, 'UPDATE_ROLLBACK_COMPLETE');
}

async function restore(run: StackRun, { kind, before, after }: UpdateStep): Promise<boolean> {
  const { store, stack } = run;
  if (before === undefined) return true;
  if (kind === 'replaced') {
    recordResource(store, stack, before, 'UPDATE_COMPLETE');
    return true;
  }
  if (before.properties === after.properties) {
    stack.resources.set(before.logicalId, before);
    return true;
  }
  return updateBack(run, before, after);
}

async function updateBack(run: StackRun, before: StackResource, after: StackResource): Promise<boolean> {
  const { store, stack } = run;
  const physicalId = after.physicalId as string;
  recordResource(store, stack, after, 'UPDATE_IN_PROGRESS');
  try {
    const context = resourceContext(store, stack, run.clients, before);
    const made = await getResourceProvider(store.context.resourceTypes, before.type).update?.(
      { ...after, physicalId },
      before.properties,
      context,
    );
    const attributes = made?.attributes ?? before.attributes;
    recordResource(store, stack, { ...before, attributes }, 'UPDATE_COMPLETE');
    return true;
  } catch (error) {
    recordResource(store, stack, after, 'UPDATE_FAILED', failureReason(error));
    return false;
  }
}
