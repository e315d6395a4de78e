import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  type Service,
  type UpdateServiceRequest,
} from '@aws-sdk/client-ecs';
import type { Operation } from '../../../kit/operation';
import { updateRolling } from '../deployments/update';
import { computedDesiredCount, forward } from '../moto';
import { type CodeDeployService, type LocalService, type EcsStore, serviceKey } from '../store';
import { runTasks } from '../tasks/task-set';
import { invalidParameter } from '../validate';

/**
 * Rolls a service with ECS's own controller to what is asked; of one with the CODE_DEPLOY controller, refuses what ECS
 * leaves to CodeDeploy, and scales the tasks that run.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
export const updateService =
  (store: EcsStore): Operation<UpdateServiceRequest> =>
  async (input, context) => {
    const { accountId } = context.caller;
    const { cluster, service = '' } = input;
    const key = serviceKey(accountId, context.region, cluster, service);
    const client = new ECSClient(store.context.aws.asService(accountId, context.region));
    const rolling = store.rolling.get(key);
    if (rolling) {
      await updateRolling(store, rolling, input, context);
      return { service: await describe(client, rolling) };
    }
    const local = store.services.get(key);
    if (!local) return forward(context);
    const before = await describe(client, local);
    await refuse(client, input, before);
    await forward(context, { ...input, taskDefinition: undefined });
    const after = await describe(client, local);
    if (input.desiredCount !== undefined) await scale(store, local, after);
    return { service: await describe(client, local) };
  };

async function describe(client: ECSClient, { cluster, name }: LocalService): Promise<Service> {
  const { services } = await client.send(new DescribeServicesCommand({ cluster, services: [name] }));
  return services?.[0] ?? {};
}

/** In ECS's words; each ends in the same advice. */
async function refuse(client: ECSClient, input: UpdateServiceRequest, service: Service): Promise<void> {
  const advice =
    'on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.';
  if (input.forceNewDeployment) throw invalidParameter(`Cannot force a new deployment ${advice}`);
  if (input.taskDefinition && !(await isSame(client, input.taskDefinition, service.taskDefinition)))
    throw invalidParameter(`Unable to update task definition ${advice}`);
  if (differs(input.networkConfiguration, service.networkConfiguration))
    throw invalidParameter(`Unable to update network parameters ${advice}`);
  if (differs(input.loadBalancers, service.loadBalancers))
    throw invalidParameter(`Unable to update load balancers ${advice}`);
  if (differs(input.platformVersion, service.platformVersion))
    throw invalidParameter(`Unable to update platform version ${advice}`);
}

async function isSame(client: ECSClient, wanted: string, current: string | undefined): Promise<boolean> {
  const command = new DescribeTaskDefinitionCommand({ taskDefinition: wanted });
  return (await client.send(command)).taskDefinition?.taskDefinitionArn === current;
}

const differs = (wanted: unknown, current: unknown): boolean =>
  wanted !== undefined && JSON.stringify(wanted) !== JSON.stringify(current);

async function scale(store: EcsStore, local: CodeDeployService, service: Service): Promise<void> {
  for (const taskSet of service.taskSets ?? []) {
    const known = local.taskSets.get(taskSet.taskSetArn ?? '');
    if (!known?.started) continue;
    await runTasks(store, local, known, taskSet, computedDesiredCount(service, taskSet));
  }
}
