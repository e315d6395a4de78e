import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { ACCOUNT, REGION, advanceUntil, type TestEndpoint } from '../../testing';
import { startEcs } from './support/start';
import { BROKEN_IMAGES, createRollingService, pushBrokenImages, web } from './support/rolling-service';

const MISSING = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/nothing:v1`;
let endpoint: TestEndpoint;

beforeAll(async () => {
  endpoint = await startEcs();
  await pushBrokenImages(endpoint);
});

afterAll(() => endpoint.close());

describe('a container', () => {
  const healthCheck = { command: ['CMD-SHELL', 'curl -f http://localhost/'] };

  /** Updates a service to containers whose tasks fail. @returns the first task that stopped */
  async function failing(containers: Partial<ContainerDefinition>[]) {
    const rolling = await createRollingService(endpoint, {
      desiredCount: 1,
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    });
    await rolling.rollout('COMPLETED');
    const { id: good } = await rolling.primary();
    const before = await rolling.targets();
    await rolling.update({ taskDefinition: await rolling.register(containers) });
    const seen: string[][] = [];
    await advanceUntil(endpoint.clock, async () => {
      seen.push(await rolling.targets());
      return (await rolling.primary()).id === good;
    });
    expect(seen.every((targets) => String(targets) === String(before))).toBe(true);
    const [task] = await rolling.tasks('STOPPED');
    return { task, messages: (await rolling.messages()).join('\n') };
  }

  it('that the load balancer finds unhealthy stops its task, and never gets traffic', async () => {
    const { task, messages } = await failing([web({ image: BROKEN_IMAGES.unhealthy })]);
    expect(task).toMatchObject({ stopCode: 'ServiceSchedulerInitiated' });
    expect(task?.stoppedReason).toContain('Task failed ELB health checks in (target-group arn:aws:');
    expect(messages).toMatch(/\(task [0-9a-f]+\) \(port 8080\) is unhealthy in \(target-group .*\) due to/);
  });

  it('that fails its own health check stops its task', async () => {
    const image = BROKEN_IMAGES.unhealthy;
    const { task, messages } = await failing([web({ image, healthCheck })]);
    expect(task).toMatchObject({
      stoppedReason: 'Task failed container health checks',
      healthStatus: 'UNHEALTHY',
    });
    expect(messages).toMatch(/\(task [0-9a-f]+\) failed container health checks\./);
  });

  it('that is essential and exits stops its task', async () => {
    const { task } = await failing([web({ image: BROKEN_IMAGES.exits })]);
    expect(task).toMatchObject({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ name: 'web', exitCode: 1 }],
    });
  });

  it('whose image is missing stops its task before it starts', async () => {
    const { task } = await failing([web({ image: MISSING })]);
    expect(task).toMatchObject({ stopCode: 'TaskFailedToStart' });
    expect(task?.stoppedReason).toContain(`CannotPullContainerError`);
  });

  it('that depends on one that ends with an error is never started', async () => {
    const migration = { name: 'migration', essential: false, image: BROKEN_IMAGES.exits };
    const dependsOn = [{ containerName: 'migration', condition: 'SUCCESS' as const }];
    const { task } = await failing([web({ dependsOn }), migration]);
    expect(task).toMatchObject({ stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start' });
    expect(task?.containers?.map(({ name, exitCode }) => [name, exitCode])).toEqual([
      ['web', undefined],
      ['migration', 1],
    ]);
  });

  it('is started when those it depends on meet the condition', async () => {
    const rolling = await createRollingService(endpoint, { desiredCount: 1 });
    await rolling.rollout('COMPLETED');
    await rolling.update({
      taskDefinition: await rolling.register([
        web({
          dependsOn: [
            { containerName: 'migration', condition: 'SUCCESS' },
            { containerName: 'proxy', condition: 'HEALTHY' },
          ],
        }),
        { name: 'migration', essential: false },
        { name: 'proxy', healthCheck, dependsOn: [{ containerName: 'migration', condition: 'COMPLETE' }] },
      ]),
    });
    const order: string[] = [];
    const { id } = await rolling.primary();
    await advanceUntil(
      endpoint.clock,
      async () => {
        const task = (await rolling.tasks()).find(({ startedBy }) => startedBy === id);
        for (const { name = '', lastStatus } of task?.containers ?? [])
          if (lastStatus !== 'PENDING' && !order.includes(name)) order.push(name);
        return (await rolling.primary()).rolloutState === 'COMPLETED';
      },
      1_000,
    );
    expect(order).toEqual(['migration', 'proxy', 'web']);
    expect((await rolling.tasks())[0]).toMatchObject({ healthStatus: 'HEALTHY' });
  });

  it('may fail its health checks during the grace period of its service', async () => {
    const rolling = await createRollingService(endpoint, {
      desiredCount: 1,
      healthCheckGracePeriodSeconds: 300,
    });
    await rolling.rollout('COMPLETED');
    const image = BROKEN_IMAGES.unhealthy;
    await rolling.update({ taskDefinition: await rolling.register([web({ image })]) });
    const begun = endpoint.clock.now().getTime();
    await advanceUntil(endpoint.clock, async () => (await rolling.primary()).failedTasks === 1);
    expect(endpoint.clock.now().getTime() - begun).toBeGreaterThan(300_000);
  });

  interface InvalidDependency {
    readonly what: string;
    readonly containers: Partial<ContainerDefinition>[];
    readonly message: string;
  }

  it.each<InvalidDependency>([
    {
      what: 'one that is not defined',
      containers: [web({ dependsOn: [{ containerName: 'proxy', condition: 'START' }] })],
      message: 'The container web depends on the container proxy, which is not defined.',
    },
    {
      what: 'the health of one without a health check',
      containers: [web({ dependsOn: [{ containerName: 'proxy', condition: 'HEALTHY' }] }), { name: 'proxy' }],
      message: 'proxy has no health check',
    },
    {
      what: 'the end of an essential one',
      containers: [
        web({ dependsOn: [{ containerName: 'proxy', condition: 'COMPLETE' }] }),
        { name: 'proxy' },
      ],
      message: 'A dependency container with SUCCESS or COMPLETE condition cannot be an essential container',
    },
    {
      what: 'one that depends on it',
      containers: [
        web({ dependsOn: [{ containerName: 'proxy', condition: 'START' }] }),
        { name: 'proxy', dependsOn: [{ containerName: 'web', condition: 'START' }] },
      ],
      message: 'The containers web, proxy, web depend on each other in a circle.',
    },
  ])('cannot depend on $what', async ({ containers, message }) => {
    const rolling = await createRollingService(endpoint, { desiredCount: 0 });
    await expect(rolling.register(containers)).rejects.toMatchObject({ name: 'ClientException' });
    await expect(rolling.register(containers)).rejects.toThrow(message);
  });
});
