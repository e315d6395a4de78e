import { deleteResources } from './delete-resources';
import { failureReason } from './failure';
import { recordResource, recordStack } from './record';
import { resourceContext } from './resource-context';
import { providerFor, type Run } from './run';
import type { StackResource } from './stack';
import type { Step } from './update-resource';

/** Undoes the steps of an update, the last one first, and deletes what it made. */
export async function rollBack(run: Run, journal: readonly Step[], reason: string): Promise<void> {
  const { serviceContext: context, stack, clients } = run;
  recordStack(context, stack, 'UPDATE_ROLLBACK_IN_PROGRESS', reason);
  const failed: string[] = [];
  for (const step of journal.toReversed()) {
    if (!(await restore(run, step))) failed.push(step.after.logicalId);
  }
  if (failed.length > 0) {
    const reason = `The following resource(s) failed to update: [${failed.join(', ')}]. `;
    return recordStack(context, stack, 'UPDATE_ROLLBACK_FAILED', reason);
  }
  recordStack(context, stack, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  const made = journal.filter(({ kind }) => kind !== 'updated').map(({ after }) => after);
  await deleteResources({
    store: run.store,
    stack,
    clients,
    resources: made,
    keeps: ({ deletionPolicy }) => deletionPolicy === 'Retain',
  });
  journal
    .filter(({ kind }) => kind === 'created')
    .forEach(({ after }) => stack.resources.delete(after.logicalId));
  recordStack(context, stack, 'UPDATE_ROLLBACK_COMPLETE');
}

async function restore(run: Run, { kind, before, after }: Step): Promise<boolean> {
  const { serviceContext: context, stack } = run;
  if (before === undefined) return true;
  if (kind === 'replaced') {
    recordResource(context, stack, before, 'UPDATE_COMPLETE');
    return true;
  }
  if (before.properties === after.properties) {
    stack.resources.set(before.logicalId, before);
    return true;
  }
  return updateBack(run, before, after);
}

async function updateBack(run: Run, before: StackResource, after: StackResource): Promise<boolean> {
  const { serviceContext: serviceContext, stack } = run;
  const physicalId = after.physicalId as string;
  recordResource(serviceContext, stack, after, 'UPDATE_IN_PROGRESS');
  try {
    const context = resourceContext(run.store, stack, run.clients, before);
    const made = await providerFor(run.serviceContext.resourceTypes, before.type).update?.(
      { ...after, physicalId },
      before.properties,
      context,
    );
    const attributes = made?.attributes ?? before.attributes;
    recordResource(serviceContext, stack, { ...before, attributes }, 'UPDATE_COMPLETE');
    return true;
  } catch (error) {
    recordResource(serviceContext, stack, after, 'UPDATE_FAILED', failureReason(error));
    return false;
  }
}
