import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  type Service,
  type UpdateServiceRequest,
} from '@aws-sdk/client-ecs';
import type { Operation } from '../../endpoint/service';
import { computedDesiredCount, forward } from '../moto';
import { type LocalService, type Room, serviceKey } from '../room';
import { runTasks } from '../targets';
import { invalidParameter } from '../validate';
import { wiringOf } from '../wiring';

/**
 * Refuses what ECS leaves to CodeDeploy, and scales the tasks that run.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
export const updateService =
  (room: Room): Operation<UpdateServiceRequest> =>
  async (input, context) => {
    const { accountId } = context.caller;
    const { cluster, service = '' } = input;
    const local = room.services.get(serviceKey(accountId, context.region, cluster, service));
    if (!local) return forward(context);
    const client = new ECSClient(room.world.aws.asService(accountId, context.region));
    const before = await describe(client, local);
    await refuse(client, input, before);
    await forward(context, { ...input, taskDefinition: undefined });
    const after = await describe(client, local);
    if (input.desiredCount !== undefined) await scale(room, local, after);
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

async function scale(room: Room, local: LocalService, service: Service): Promise<void> {
  for (const taskSet of service.taskSets ?? []) {
    const known = local.taskSets.get(taskSet.taskSetArn ?? '');
    if (!known?.started) continue;
    await runTasks(room, local, known, computedDesiredCount(service, taskSet), wiringOf(taskSet));
  }
}
