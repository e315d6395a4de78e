import {
  DescribeTaskDefinitionCommand,
  ECSClient,
  type Service,
  type UpdateServiceRequest,
} from '@aws-sdk/client-ecs';
import { clientOf } from '../../../kit/client';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { updateRolling } from '../deployments/update';
import { forward } from '../../../kit/forward';
import { computedDesiredCount } from '../moto';
import { readEcsService } from '../read-service';
import { type EcsStore, type LocalCodeDeployService, type LocalEcsService, serviceKey } from '../store';
import { runTasks } from '../tasks/task-set';
import { invalidParameter } from '../validate';

/**
 * Starts a deployment of a service with ECS's own controller. Of one with the CODE_DEPLOY controller, it refuses what ECS
 * leaves to CodeDeploy, and scales the tasks that run.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
export const updateService =
  (store: EcsStore): Operation<UpdateServiceRequest> =>
  async (input, context) => {
    const { rollingServices, codeDeployServices } = store.in(scopeOf(context));
    const key = serviceKey(input.cluster, input.service);
    const rolling = rollingServices.get(key);
    if (rolling) {
      await updateRolling(store, rolling, input, context);
      return { service: await read(store, rolling) };
    }
    const local = codeDeployServices.get(key);
    if (!local) return forward(context);
    await refuse(clientOf(ECSClient, store.asService(local)), input, await read(store, local));
    await forward(context, { ...input, taskDefinition: undefined });
    if (input.desiredCount !== undefined) await scale(store, local, await read(store, local));
    return { service: await read(store, local) };
  };

const read = async (store: EcsStore, local: LocalEcsService): Promise<Service> =>
  (await readEcsService(store, local, local.cluster, local.name)) ?? {};

/** Refuses with ECS's messages; each ends in the same advice. */
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

async function scale(store: EcsStore, local: LocalCodeDeployService, service: Service): Promise<void> {
  for (const taskSet of service.taskSets ?? []) {
    const known = local.taskSets.get(taskSet.taskSetArn ?? '');
    if (!known?.started) continue;
    await runTasks(store, local, known, taskSet, computedDesiredCount(service, taskSet));
  }
}
