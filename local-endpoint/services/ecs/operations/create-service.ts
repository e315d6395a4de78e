import {
  type CreateServiceRequest,
  CreateTaskSetCommand,
  DescribeServicesCommand,
  ECSClient,
  type Service,
  UpdateServicePrimaryTaskSetCommand,
} from '@aws-sdk/client-ecs';
import type { Operation } from '../../../kit/operation';
import { newRollingService, refuseUnsupported } from '../deployments/create';
import { forward, isCodeDeploy, isRolling, type MotoService } from '../moto';
import { lastPart, type EcsStore, serviceKey } from '../store';
import { checkLoadBalancers, invalidParameter } from '../validate';

/**
 * Beside what moto does: refuses a second service of the same name, and gives a service with the CODE_DEPLOY controller
 * its first task set, one with ECS's own controller its first deployment, as ECS does by itself.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
 */
export const createService =
  (store: EcsStore): Operation<CreateServiceRequest> =>
  async (input, context) => {
    const { accountId } = context.caller;
    const client = new ECSClient(store.context.aws.asService(accountId, context.region));
    if (await isActive(client, input)) throw invalidParameter('Creation of service was not idempotent.');
    await checkLoadBalancers(store, context, input.taskDefinition, input.loadBalancers ?? []);
    if (isRolling(input)) refuseUnsupported(input);
    const output = await forward<{ service?: MotoService }>(context);
    if (!isCodeDeploy(input) && !isRolling(input)) return output;
    const name = input.serviceName ?? '';
    const cluster = lastPart(input.cluster ?? 'default');
    const key = serviceKey(accountId, context.region, cluster, name);
    const local = { account: accountId, region: context.region, cluster, name, events: [] };
    if (isCodeDeploy(input)) {
      store.services.set(key, { ...local, taskSets: new Map(), settings: notEchoed(input) });
      return { service: await withFirstTaskSet(client, cluster, name, input) };
    }
    store.rolling.set(key, await newRollingService(store, local, input, output.service?.serviceArn ?? ''));
    return { service: await describe(client, cluster, name) };
  };

async function isActive(
  client: ECSClient,
  { cluster, serviceName = '' }: CreateServiceRequest,
): Promise<boolean> {
  return (await describe(client, cluster, serviceName))?.status === 'ACTIVE';
}

async function describe(
  client: ECSClient,
  cluster: string | undefined,
  service: string,
): Promise<Service | undefined> {
  const { services } = await client.send(new DescribeServicesCommand({ cluster, services: [service] }));
  return services?.[0];
}

async function withFirstTaskSet(
  client: ECSClient,
  cluster: string,
  service: string,
  input: CreateServiceRequest,
): Promise<Service | undefined> {
  const { taskDefinition, loadBalancers, networkConfiguration, launchType, platformVersion } = input;
  const { capacityProviderStrategy, serviceRegistries } = input;
  const created = await client.send(
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
  const primaryTaskSet = created.taskSet?.taskSetArn;
  await client.send(new UpdateServicePrimaryTaskSetCommand({ cluster, service, primaryTaskSet }));
  return describe(client, cluster, service);
}

/** moto forgets these; a description shows them as ECS does. */
function notEchoed(input: CreateServiceRequest): Record<string, unknown> {
  const {
    healthCheckGracePeriodSeconds,
    deploymentConfiguration,
    enableECSManagedTags,
    enableExecuteCommand,
  } = input;
  return {
    healthCheckGracePeriodSeconds: healthCheckGracePeriodSeconds ?? 0,
    deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100, ...deploymentConfiguration },
    enableECSManagedTags: enableECSManagedTags ?? false,
    enableExecuteCommand: enableExecuteCommand ?? false,
  };
}
