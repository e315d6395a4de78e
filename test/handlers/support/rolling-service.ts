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
import type { ReleaseClientConfig } from './release-world';

/** A service that ECS itself deploys to. */
export interface RollingServiceThere {
  readonly name: string;
  /** Registers a revision and updates the service to it, as CodePipeline's ECS action does. */
  deploy(input: Partial<RegisterTaskDefinitionCommandInput>): Promise<string>;
  /** What the service runs. */
  runs(): Promise<TaskDefinition>;
  /** How many revisions of its task definition there are. */
  revisions(): Promise<number>;
}

/** Makes a service with a load balancer's container `app` on port 80. */
export async function makeRollingService(
  config: ReleaseClientConfig,
  name: string,
  first: Partial<RegisterTaskDefinitionCommandInput>,
): Promise<RollingServiceThere> {
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
    runs: async () => {
      const { services } = await ecs.send(new DescribeServicesCommand({ cluster: name, services: [name] }));
      const { taskDefinition } = services?.[0] ?? {};
      return (await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).taskDefinition ?? {};
    },
    revisions: async () => {
      const { taskDefinitionArns } = await ecs.send(new ListTaskDefinitionsCommand({ familyPrefix: name }));
      return taskDefinitionArns?.length ?? 0;
    },
  };
}
