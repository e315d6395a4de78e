import { deleteResources } from './delete-resources';
import { failureReason } from './failure';
import { evaluateOutputs } from './outputs';
import { recordStack } from './record';
import { rollBack } from './roll-back';
import type { StackStore } from '../store';
import type { DesiredStack } from './desired';
import type { Stack, StackResource } from './stack';
import { prepareStackRun, type StackRun } from './stack-run';
import { changeResources } from './time';
import { updateResource, type UpdateStep } from './update-resource';

/** Brings a stack to the desired state, or back to what it was. Never rejects: a failure is in the stack's status. */
export async function runUpdate(store: StackStore, stack: Stack, desired: DesiredStack): Promise<void> {
  stack.updated = store.context.clock.now();
  recordStack(store, stack, 'UPDATE_IN_PROGRESS', 'User Initiated');
  const journal: UpdateStep[] = [];
  let run: StackRun | undefined;
  try {
    run = await prepareStackRun(store, stack, desired);
    const current = run;
    const failed = await changeResources(store, stack, run.graph, (logicalId) =>
      updateResource(current, logicalId, journal),
    );
    if (failed.length > 0) {
      return await rollBack(
        run,
        journal,
        `The following resource(s) failed to update: [${failed.join(', ')}]. `,
      );
    }
    stack.outputs = await evaluateOutputs(run);
    await finish(run, journal);
  } catch (error) {
    const reason = failureReason(error);
    if (run === undefined) recordStack(store, stack, 'UPDATE_ROLLBACK_COMPLETE', reason);
    else await rollBack(run, journal, reason);
  }
}

async function finish(run: StackRun, journal: readonly UpdateStep[]): Promise<void> {
  const { store, stack, desired, clients } = run;
  stack.deployed = desired;
  stack.imports = run.imports;
  recordStack(store, stack, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  const removed = [...stack.resources.values()].filter(({ logicalId }) => !run.declared.has(logicalId));
  const replaced = journal.flatMap(({ kind, before }) =>
    kind === 'replaced' && before !== undefined ? [before] : [],
  );
  await deleteResources({
    store,
    stack,
    clients,
    resources: [...removed, ...replaced],
    retains: (resource) => policyOf(resource, removed) !== 'Delete',
  });
  removed.forEach(({ logicalId }) => stack.resources.delete(logicalId));
  recordStack(store, stack, 'UPDATE_COMPLETE');
}

/** The deletion policy of a resource that the template no longer declares, the replacement policy of a replaced one. */
const policyOf = (resource: StackResource, removed: readonly StackResource[]): string =>
  removed.includes(resource) ? resource.deletionPolicy : resource.updateReplacePolicy;
