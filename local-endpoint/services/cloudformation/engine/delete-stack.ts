import { deleteResources } from './delete-resources';
import { failureReason } from './failure';
import { refuseChangingUsedExports } from './outputs';
import { recordStack } from './record';
import { createClients } from './resource-context';
import type { StackStore } from '../store';
import type { Stack } from './stack';
import { identityFor } from './stack-run';

/**
 * Deletes a stack and its resources. Never rejects: a failure is in the stack's status.
 * @param roleArn @default - the role the stack was deployed with
 * @param retained logical ids to leave in place
 */
export async function runDelete(
  store: StackStore,
  stack: Stack,
  roleArn: string | undefined,
  retained: readonly string[],
): Promise<void> {
  recordStack(store, stack, 'DELETE_IN_PROGRESS', 'User Initiated');
  try {
    refuseChangingUsedExports(store, stack, []);
    const identity = await identityFor(store.context, stack, roleArn ?? stack.deployed?.roleArn);
    const failed = await deleteResources({
      store,
      stack,
      clients: createClients(identity),
      resources: [...stack.resources.values()],
      retains: ({ deletionPolicy, logicalId }) => deletionPolicy !== 'Delete' || retained.includes(logicalId),
    });
    if (failed.length > 0) {
      const reason = `The following resource(s) failed to delete: [${failed.join(', ')}]. `;
      return recordStack(store, stack, 'DELETE_FAILED', reason);
    }
    stack.deleted = store.context.clock.now();
    stack.outputs = [];
    recordStack(store, stack, 'DELETE_COMPLETE');
  } catch (error) {
    recordStack(store, stack, 'DELETE_FAILED', failureReason(error));
  }
}
