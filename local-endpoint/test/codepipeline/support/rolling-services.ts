import {
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
  ListTaskDefinitionsCommand,
  type Service,
} from '@aws-sdk/client-ecs';
import { ACCOUNT, advanceUntil, type TestEndpoint } from '../../../testing';
import { registerFargateTask } from '../../ecs/support/shop';

/** Services in the cluster `shop` that ECS replaces by rolling deployments, each with the containers `web` and `side`. */
export function rollingServices(endpoint: TestEndpoint, ecs: ECSClient) {
  let services = 0;

  async function newService(deploymentConfiguration = {}): Promise<string> {
    const serviceName = `web-${++services}`;
    const containers = [
      { name: 'web', image: 'nginx', essential: true, environment: [{ name: 'LOG_LEVEL', value: 'debug' }] },
      { name: 'side', image: 'envoy', essential: false, dependsOn: [] },
    ];
    const taskDefinition = await register(serviceName, { containers });
    await ecs.send(
      new CreateServiceCommand({
        cluster: 'shop',
        serviceName,
        taskDefinition,
        desiredCount: 1,
        launchType: 'FARGATE',
        deploymentConfiguration,
      }),
    );
    await advanceUntil(
      endpoint.clock,
      async () => (await serviceNow(serviceName)).deployments?.[0]?.rolloutState === 'COMPLETED',
      5_000,
    );
    return serviceName;
  }

  const register = (family: string, { containers }: { containers: object[] }): Promise<string> =>
    registerFargateTask(ecs, {
      family,
      taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/shop-task`,
      containerDefinitions: containers,
      volumes: [{ name: 'scratch' }],
      tags: [{ key: 'team', value: 'shop' }],
    });

  async function definition(arn: string) {
    const described = await ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: arn, include: ['TAGS'] }),
    );
    const {
      containerDefinitions = [],
      taskDefinitionArn,
      revision,
      registeredAt,
      ...rest
    } = described.taskDefinition ?? {};
    expect(taskDefinitionArn).toContain(`:${revision}`);
    void registeredAt;
    return { containers: containerDefinitions, rest, tags: described.tags };
  }

  async function serviceNow(service: string): Promise<Service> {
    const { services: found } = await ecs.send(
      new DescribeServicesCommand({ cluster: 'shop', services: [service] }),
    );
    return found?.[0] ?? {};
  }

  const registered = async () =>
    (await ecs.send(new ListTaskDefinitionsCommand({}))).taskDefinitionArns ?? [];

  return { newService, register, definition, serviceNow, registered };
}
