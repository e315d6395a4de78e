import { createResource } from './create-resource';
import { deleteResources } from './delete-resources';
import { failureReason } from './failure';
import { runGraph } from './graph';
import { evaluateOutputs } from './outputs';
import { recordStack } from './record';
import { prepareRun, type Run } from './run';
import type { Stack } from './stack';
import type { Desired } from './desired';
import type { StackStore } from './store';

/** Makes a stack's resources; what fails is undone as the request says. Never rejects: the stack's state tells. */
export async function createStack(store: StackStore, stack: Stack, desired: Desired): Promise<void> {
  const { context: serviceContext } = store;
  stack.deployed = desired;
  recordStack(serviceContext, stack, 'CREATE_IN_PROGRESS', 'User Initiated');
  let run: Run | undefined;
  try {
    run = await prepareRun(store, stack, desired);
    const current = run;
    const failed = await runGraph(run.graph, (logicalId) => createResource(current, logicalId));
    if (failed.length > 0)
      return await undo(run, `The following resource(s) failed to create: [${failed.join(', ')}].`);
    stack.outputs = await evaluateOutputs(run);
    stack.imports = run.imports;
    recordStack(serviceContext, stack, 'CREATE_COMPLETE');
  } catch (error) {
    const reason = failureReason(error);
    if (run === undefined) recordStack(serviceContext, stack, 'ROLLBACK_COMPLETE', reason);
    else await undo(run, reason);
  }
}

async function undo(run: Run, reason: string): Promise<void> {
  const { serviceContext: context, stack, desired, clients } = run;
  if (desired.onFailure === 'DO_NOTHING') return recordStack(context, stack, 'CREATE_FAILED', reason);
  const word = desired.onFailure === 'DELETE' ? 'DELETE' : 'ROLLBACK';
  recordStack(
    context,
    stack,
    `${word}_IN_PROGRESS`,
    `${reason} ${word === 'DELETE' ? 'Delete' : 'Rollback'} requested by user.`,
  );
  const failed = await deleteResources({
    store: run.store,
    stack,
    clients,
    resources: [...stack.resources.values()],
    keeps: ({ deletionPolicy }) => deletionPolicy === 'Retain',
  });
  if (failed.length > 0) {
    return recordStack(
      context,
      stack,
      `${word}_FAILED`,
      `The following resource(s) failed to delete: [${failed.join(', ')}]. `,
    );
  }
  if (word === 'DELETE') stack.deleted = context.clock.now();
  recordStack(context, stack, `${word}_COMPLETE`);
}
