import {
  type CreateServiceRequest,
  CreateTaskSetCommand,
  ECSClient,
  type Service,
  UpdateServicePrimaryTaskSetCommand,
} from '@aws-sdk/client-ecs';
import { clientOf } from '../../../kit/client';
import { nameOfArn } from '../../../kit/arn';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { newRollingService, refuseUnsupported } from '../deployments/create';
import { forward } from '../../../kit/forward';
import { isCodeDeploy, isRolling, type MotoService } from '../moto';
import { readEcsService } from '../read-service';
import { type EcsStore, type LocalEcsService, serviceKey } from '../store';
import { checkLoadBalancers, invalidParameter } from '../validate';

/**
 * Beside what moto does: refuses a second service of the same name, and gives a service with the CODE_DEPLOY controller
 * its first task set, one with ECS's own controller its first deployment, as ECS does by itself.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
 */
export const createService =
  (store: EcsStore): Operation<CreateServiceRequest> =>
  async (input, context) => {
    const scope = scopeOf(context);
    const { serviceName: name = '' } = input;
    if ((await readEcsService(store, scope, input.cluster, name))?.status === 'ACTIVE')
      throw invalidParameter('Creation of service was not idempotent.');
    await checkLoadBalancers(store, scope, input.taskDefinition, input.loadBalancers ?? []);
    if (isRolling(input)) refuseUnsupported(input);
    const output = await forward<{ service?: MotoService }>(context);
    if (!isCodeDeploy(input) && !isRolling(input)) return output;
    const cluster = nameOfArn(input.cluster ?? 'default');
    const key = serviceKey(cluster, name);
    const local = { ...scope, cluster, name, events: [] };
    const { codeDeployServices, rollingServices } = store.in(scope);
    if (isCodeDeploy(input)) {
      codeDeployServices.set(key, { ...local, taskSets: new Map(), settings: settingsOf(input) });
      await createFirstTaskSet(store, local, input);
    } else {
      const arn = output.service?.serviceArn ?? '';
      rollingServices.set(key, await newRollingService(store, local, input, arn));
    }
    return { service: await readEcsService(store, scope, cluster, name) };
  };

async function createFirstTaskSet(
  store: EcsStore,
  local: LocalEcsService,
  input: CreateServiceRequest,
): Promise<void> {
  const { cluster, name: service } = local;
  const { taskDefinition, loadBalancers, networkConfiguration, launchType, platformVersion } = input;
  const { capacityProviderStrategy, serviceRegistries } = input;
  const client = clientOf(ECSClient, store.asService(local));
  const { taskSet } = await client.send(
    new CreateTaskSetCommand({
      cluster,
      service,
      taskDefinition,
      loadBalancers,
      networkConfiguration,
      launchType,
      platformVersion,
      capacityProviderStrategy,
      serviceRegistries,
    }),
  );
  const primaryTaskSet = taskSet?.taskSetArn;
  await client.send(new UpdateServicePrimaryTaskSetCommand({ cluster, service, primaryTaskSet }));
}

type Settings = Pick<
  Service,
  | 'healthCheckGracePeriodSeconds'
  | 'deploymentConfiguration'
  | 'enableECSManagedTags'
  | 'enableExecuteCommand'
>;

/** What DescribeServices has to return and moto does not keep. */
const settingsOf = (input: CreateServiceRequest): Readonly<Required<Settings>> => ({
  healthCheckGracePeriodSeconds: input.healthCheckGracePeriodSeconds ?? 0,
  deploymentConfiguration: {
    maximumPercent: 200,
    minimumHealthyPercent: 100,
    ...input.deploymentConfiguration,
  },
  enableECSManagedTags: input.enableECSManagedTags ?? false,
  enableExecuteCommand: input.enableExecuteCommand ?? false,
});
