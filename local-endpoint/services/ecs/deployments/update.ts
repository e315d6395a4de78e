import type { UpdateServiceRequest } from '@aws-sdk/client-ecs';
import { AwsError } from '../../../kit/aws-error';
import type { CallContext } from '../../../kit/operation';
import { forward } from '../../../kit/forward';
import type { LocalRollingService, EcsStore } from '../store';
import { checkLoadBalancers } from '../validate';
import { beginDeployment } from './begin';
import { refuseUnsupported } from './create';
import { primaryOf } from './deployment';
import { needsDeployment, revisionAfter } from './revision';
import { schedule } from './scheduler';
import { settingsAfter } from './settings';

/**
 * Changes a rolling service: a change of what its tasks are started from starts a deployment, the rest applies at once.
 * @throws AwsError where ECS refuses the request; nothing is changed then
 */
export async function updateRolling(
  store: EcsStore,
  service: LocalRollingService,
  input: UpdateServiceRequest,
  context: CallContext,
): Promise<void> {
  if (service.gone.signal.aborted) throw new AwsError('ServiceNotActiveException', 'Service was not ACTIVE.');
  refuseUnsupported(input);
  const before = primaryOf(service).revision;
  const after = await revisionAfter(store, service, input, before);
  const { taskDefinitionArn } = after.definition;
  await checkLoadBalancers(store, service, taskDefinitionArn, after.loadBalancers);
  const { cluster, name, desiredCount } = service;
  await forward(context, {
    cluster,
    service: name,
    taskDefinition: taskDefinitionArn,
    desiredCount: input.desiredCount ?? desiredCount,
  });
  service.settings = settingsAfter(input, service.settings);
  service.desiredCount = input.desiredCount ?? desiredCount;
  if (input.forceNewDeployment || needsDeployment(before, after))
    await beginDeployment(store, service, after);
  else await schedule(store, service);
}
