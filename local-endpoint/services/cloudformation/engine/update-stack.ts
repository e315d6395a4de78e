import { deleteResources } from './delete-resources';
import { failureReason } from './failure';
import { runGraph } from './graph';
import { evaluateOutputs } from './outputs';
import { recordStack } from './record';
import { rollBack } from './roll-back';
import { prepareRun, type Run } from './run';
import type { Stack, StackResource } from './stack';
import type { Desired } from './desired';
import type { StackStore } from './store';
import { updateResource, type Step } from './update-resource';

/** Brings a stack to what is desired, or back to what it was. Never rejects: the stack's state tells. */
export async function updateStack(store: StackStore, stack: Stack, desired: Desired): Promise<void> {
  const { context: serviceContext } = store;
  stack.updated = serviceContext.clock.now();
  recordStack(serviceContext, stack, 'UPDATE_IN_PROGRESS', 'User Initiated');
  const journal: Step[] = [];
  let run: Run | undefined;
  try {
    run = await prepareRun(store, stack, desired);
    const current = run;
    const failed = await runGraph(run.graph, (logicalId) => updateResource(current, logicalId, journal));
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
    if (run === undefined) recordStack(serviceContext, stack, 'UPDATE_ROLLBACK_COMPLETE', reason);
    else await rollBack(run, journal, reason);
  }
}

async function finish(run: Run, journal: readonly Step[]): Promise<void> {
  const { serviceContext: context, stack, desired, clients } = run;
  stack.deployed = desired;
  stack.imports = run.imports;
  recordStack(context, stack, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  const removed = [...stack.resources.values()].filter(({ logicalId }) => !run.declared.has(logicalId));
  const replaced = journal.flatMap(({ kind, before }) =>
    kind === 'replaced' && before !== undefined ? [before] : [],
  );
  await deleteResources({
    store: run.store,
    stack,
    clients,
    resources: [...removed, ...replaced],
    keeps: (resource) => policyOf(resource, removed) !== 'Delete',
  });
  removed.forEach(({ logicalId }) => stack.resources.delete(logicalId));
  recordStack(context, stack, 'UPDATE_COMPLETE');
}

/** What a template no longer declares follows its deletion policy, what was replaced its replacement policy. */
const policyOf = (resource: StackResource, removed: readonly StackResource[]): string =>
  removed.includes(resource) ? resource.deletionPolicy : resource.updateReplacePolicy;
