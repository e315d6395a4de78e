import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  type TaskDefinition,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import type { ClientConfig } from './client-config';

/** A service that ECS itself deploys to. */
export interface RollingServiceFixture {
  readonly name: string;
  /** Registers a revision and updates the service to it, as CodePipeline's ECS action does. */
  deploy(input: Partial<RegisterTaskDefinitionCommandInput>): Promise<string>;
  /** The revision that the service runs. */
  revision(): Promise<TaskDefinition>;
  /** Number of revisions of its task definition. */
  countRevisions(): Promise<number>;
}

/** Creates a service with a load balancer's container `app` on port 80. */
export async function createRollingService(
  config: ClientConfig,
  name: string,
  first: Partial<RegisterTaskDefinitionCommandInput>,
): Promise<RollingServiceFixture> {
  const ecs = new ECSClient(config);
  const register = async (input: Partial<RegisterTaskDefinitionCommandInput>): Promise<string> => {
    const request = { family: name, containerDefinitions: [], ...input };
    const { taskDefinition } = await ecs.send(new RegisterTaskDefinitionCommand(request));
    return taskDefinition?.taskDefinitionArn ?? '';
  };
  const service = { cluster: name, service: name };
  await ecs.send(new CreateClusterCommand({ clusterName: name }));
  await ecs.send(
    new CreateServiceCommand({
      cluster: name,
      serviceName: name,
      taskDefinition: await register(first),
      loadBalancers: [{ containerName: 'app', containerPort: 80 }],
    }),
  );
  return {
    name,
    deploy: async (input) => {
      const taskDefinition = await register(input);
      await ecs.send(new UpdateServiceCommand({ ...service, taskDefinition }));
      return taskDefinition;
    },
    revision: async () => {
      const { services } = await ecs.send(new DescribeServicesCommand({ cluster: name, services: [name] }));
      const { taskDefinition } = services?.[0] ?? {};
      return (await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).taskDefinition ?? {};
    },
    countRevisions: async () => {
      const { taskDefinitionArns } = await ecs.send(new ListTaskDefinitionsCommand({ familyPrefix: name }));
      return taskDefinitionArns?.length ?? 0;
    },
  };
}
