import { DescribeServicesCommand, ECSClient, type Service } from '@aws-sdk/client-ecs';
import { ACCOUNT } from '../../testing';
import { created, deleted, updated } from './support/states';
import { type Stacks, startStacks } from './support/stacks';

const MISSING = `${ACCOUNT}.dkr.ecr.ap-northeast-1.amazonaws.com/nothing:v1`;

let stacks: Stacks;

beforeAll(async () => {
  stacks = await startStacks();
});

afterAll(async () => stacks.close());

describe('an ECS service with ECS’s own controller', () => {
  it('is made when its tasks run', async () => {
    expect(await stacks.deploy('web', rolling())).toMatchObject(created);
    expect(await service()).toMatchObject({ runningCount: 2, deployments: [{ rolloutState: 'COMPLETED' }] });
  });

  it('is updated when it has rolled to another task definition', async () => {
    const before = (await service()).taskDefinition;
    expect(await stacks.deploy('web', rolling({ image: 'httpd' }), UPDATE)).toMatchObject(updated);
    const after = await service();
    expect(after).toMatchObject({ runningCount: 2, deployments: [{ rolloutState: 'COMPLETED' }] });
    expect(after.taskDefinition).not.toBe(before);
  });

  it('fails the stack, and is put back, when the circuit breaker ends its deployment', async () => {
    const before = (await service()).taskDefinition;
    const stack = await stacks.deploy('web', rolling({ image: MISSING }), UPDATE);
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect((await stacks.reasons(stack)).at(-1)).toContain(
      "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.",
    );
    expect(await service()).toMatchObject({ runningCount: 2, taskDefinition: before });
  });

  it('is scaled', async () => {
    expect(await stacks.deploy('web', rolling({ image: 'httpd', desiredCount: 1 }), UPDATE)).toMatchObject(
      updated,
    );
    expect(await service()).toMatchObject({ desiredCount: 1, runningCount: 1 });
  });

  it('is deleted without a task left', async () => {
    expect(await stacks.remove('web')).toMatchObject(deleted);
    expect(await service()).toMatchObject({ status: 'INACTIVE', runningCount: 0 });
  });
});

const UPDATE = { type: 'UPDATE' } as const;

const rolling = ({ image = 'nginx', desiredCount = 2 } = {}): object => ({
  Resources: {
    Cluster: { Type: 'AWS::ECS::Cluster', Properties: { ClusterName: 'web' }, DeletionPolicy: 'Retain' },
    Task: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: {
        Family: 'web',
        Cpu: '256',
        Memory: '512',
        NetworkMode: 'awsvpc',
        RequiresCompatibilities: ['FARGATE'],
        ContainerDefinitions: [{ Name: 'web', Image: image, PortMappings: [{ ContainerPort: 80 }] }],
      },
    },
    Service: {
      Type: 'AWS::ECS::Service',
      Properties: {
        Cluster: { Ref: 'Cluster' },
        ServiceName: 'web',
        LaunchType: 'FARGATE',
        DesiredCount: desiredCount,
        TaskDefinition: { Ref: 'Task' },
        DeploymentConfiguration: {
          MinimumHealthyPercent: 50,
          MaximumPercent: 200,
          DeploymentCircuitBreaker: { Enable: 'true', Rollback: 'true' },
        },
      },
    },
  },
});

const service = async (): Promise<Service> => {
  const ecs = new ECSClient(stacks.client());
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'web', services: ['web'] }));
  return services?.[0] ?? {};
};
