import type { ResourceDeclaration } from '../template/model';
import { resolvedProperties } from './declared';
import { failureReason } from './failure';
import { recordResource } from './record';
import { resourceContext } from './resource-context';
import { getResourceProvider } from '../resource-types';
import { newResource, type StackRun } from './stack-run';

/**
 * Makes one resource and records the outcome; what was made before a failure keeps its physical id, to be deleted.
 * @returns whether it succeeded
 */
export async function createResource(run: StackRun, logicalId: string): Promise<boolean> {
  const { store, stack } = run;
  let resource = recordResource(store, stack, newResource(run, logicalId), 'CREATE_IN_PROGRESS');
  try {
    const provider = getResourceProvider(store.context.resourceTypes, resource.type);
    const declared = run.declared.get(logicalId) as ResourceDeclaration;
    const properties = await resolvedProperties(declared, provider, run.scope, run.desired.tags);
    const initiated = (physicalId: string): void => {
      if (resource.physicalId === physicalId) return;
      const made = { ...resource, physicalId, properties };
      resource = recordResource(store, stack, made, 'CREATE_IN_PROGRESS', 'Resource creation Initiated');
    };
    const context = resourceContext(store, stack, run.clients, resource, initiated);
    const made = await provider.create(properties, context);
    initiated(made.physicalId);
    recordResource(store, stack, { ...resource, attributes: made.attributes ?? {} }, 'CREATE_COMPLETE');
    return true;
  } catch (error) {
    recordResource(store, stack, resource, 'CREATE_FAILED', failureReason(error));
    return false;
  }
}
