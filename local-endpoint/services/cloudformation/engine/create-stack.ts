import { createResource } from './create-resource';
import { deleteResources } from './delete-resources';
import { failureReason } from './failure';
import { evaluateOutputs } from './outputs';
import { recordStack } from './record';
import type { StackStore } from '../store';
import type { DesiredStack } from './desired';
import type { Stack } from './stack';
import { prepareStackRun, type StackRun } from './stack-run';
import { changeResources } from './time';

/** Makes a stack's resources, and undoes a failure as the request asks. Never rejects: a failure is in the stack's status. */
export async function runCreate(store: StackStore, stack: Stack, desired: DesiredStack): Promise<void> {
  stack.deployed = desired;
  recordStack(store, stack, 'CREATE_IN_PROGRESS', 'User Initiated');
  let run: StackRun | undefined;
  try {
    run = await prepareStackRun(store, stack, desired);
    const current = run;
    const failed = await changeResources(store, stack, run.graph, (logicalId) =>
      createResource(current, logicalId),
    );
    if (failed.length > 0)
      return await undo(run, `The following resource(s) failed to create: [${failed.join(', ')}].`);
    stack.outputs = await evaluateOutputs(run);
    stack.imports = run.imports;
    recordStack(store, stack, 'CREATE_COMPLETE');
  } catch (error) {
    const reason = failureReason(error);
    if (run === undefined) recordStack(store, stack, 'ROLLBACK_COMPLETE', reason);
    else await undo(run, reason);
  }
}

async function undo(run: StackRun, reason: string): Promise<void> {
  const { store, stack, desired, clients } = run;
  if (desired.onFailure === 'DO_NOTHING') return recordStack(store, stack, 'CREATE_FAILED', reason);
  const action = desired.onFailure === 'DELETE' ? 'DELETE' : 'ROLLBACK';
  recordStack(
    store,
    stack,
    `${action}_IN_PROGRESS`,
    `${reason} ${action === 'DELETE' ? 'Delete' : 'Rollback'} requested by user.`,
  );
  const failed = await deleteResources({
    store,
    stack,
    clients,
    resources: [...stack.resources.values()],
    retains: ({ deletionPolicy }) => deletionPolicy === 'Retain',
  });
  if (failed.length > 0) {
    return recordStack(
      store,
      stack,
      `${action}_FAILED`,
      `The following resource(s) failed to delete: [${failed.join(', ')}]. `,
    );
  }
  if (action === 'DELETE') stack.deleted = store.context.clock.now();
  recordStack(store, stack, `${action}_COMPLETE`);
}
