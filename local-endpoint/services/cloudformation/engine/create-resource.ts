import type { ResourceDeclaration } from '../template/model';
import { resolvedProperties } from './declared';
import { failureReason } from './failure';
import { recordResource } from './record';
import { resourceContext } from './resource-context';
import { blankResource, providerFor, type Run } from './run';

/**
 * Makes one resource and records how it went; what was made before a failure keeps its physical id, to be deleted.
 * @returns whether it succeeded
 */
export async function createResource(run: Run, logicalId: string): Promise<boolean> {
  const { serviceContext: serviceContext, stack } = run;
  let resource = recordResource(serviceContext, stack, blankResource(run, logicalId), 'CREATE_IN_PROGRESS');
  try {
    const provider = providerFor(run.serviceContext.resourceTypes, resource.type);
    const declared = run.declared.get(logicalId) as ResourceDeclaration;
    const properties = await resolvedProperties(declared, provider, run.scope, run.desired.tags);
    const initiated = (physicalId: string): void => {
      if (resource.physicalId === physicalId) return;
      const made = { ...resource, physicalId, properties };
      resource = recordResource(
        serviceContext,
        stack,
        made,
        'CREATE_IN_PROGRESS',
        'Resource creation Initiated',
      );
    };
    const context = resourceContext(run.store, stack, run.clients, resource, initiated);
    const made = await provider.create(properties, context);
    initiated(made.physicalId);
    recordResource(
      serviceContext,
      stack,
      { ...resource, attributes: made.attributes ?? {} },
      'CREATE_COMPLETE',
    );
    return true;
  } catch (error) {
    recordResource(serviceContext, stack, resource, 'CREATE_FAILED', failureReason(error));
    return false;
  }
}
