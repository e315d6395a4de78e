import { deleteResources } from './delete-resources';
import { failureReason } from './failure';
import { refuseChangingUsedExports } from './outputs';
import { recordStack } from './record';
import { createClients } from './resource-context';
import { identityFor } from './run';
import type { Stack } from './stack';
import type { StackStore } from './store';

/**
 * Deletes a stack and its resources. Never rejects: the stack's state tells.
 * @param roleArn @default - the role the stack was deployed with
 * @param retained logical ids to leave in place
 */
export async function deleteStack(
  store: StackStore,
  stack: Stack,
  roleArn: string | undefined,
  retained: readonly string[],
): Promise<void> {
  const { context: serviceContext } = store;
  recordStack(serviceContext, stack, 'DELETE_IN_PROGRESS', 'User Initiated');
  try {
    refuseChangingUsedExports(store, stack, []);
    const identity = await identityFor(serviceContext, stack, roleArn ?? stack.deployed?.roleArn);
    const failed = await deleteResources({
      store,
      stack,
      clients: createClients(identity),
      resources: [...stack.resources.values()],
      keeps: ({ deletionPolicy, logicalId }) => deletionPolicy !== 'Delete' || retained.includes(logicalId),
    });
    if (failed.length > 0) {
      const reason = `The following resource(s) failed to delete: [${failed.join(', ')}]. `;
      return recordStack(serviceContext, stack, 'DELETE_FAILED', reason);
    }
    stack.deleted = serviceContext.clock.now();
    stack.outputs = [];
    recordStack(serviceContext, stack, 'DELETE_COMPLETE');
  } catch (error) {
    recordStack(serviceContext, stack, 'DELETE_FAILED', failureReason(error));
  }
}
