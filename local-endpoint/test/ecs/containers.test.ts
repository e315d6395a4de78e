import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { ACCOUNT, REGION, advanceUntil, type TestEndpoint } from '../../testing';
import { startEcs } from './support/start';
import { BROKEN_IMAGES, openRoller, pushBrokenImages, web } from './support/roller';

const MISSING = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/nothing:v1`;
let endpoint: TestEndpoint;

beforeAll(async () => {
  endpoint = await startEcs();
  await pushBrokenImages(endpoint);
});

afterAll(() => endpoint.close());

describe('a container', () => {
  const healthCheck = { command: ['CMD-SHELL', 'curl -f http://localhost/'] };

  /** Rolls a service to containers whose tasks fail; gives the first task that stopped. */
  async function failing(containers: Partial<ContainerDefinition>[]) {
    const roller = await openRoller(endpoint, {
      desiredCount: 1,
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    });
    await roller.rollout('COMPLETED');
    const { id: good } = await roller.primary();
    const before = await roller.targets();
    await roller.update({ taskDefinition: await roller.register(containers) });
    const seen: string[][] = [];
    await advanceUntil(endpoint.clock, async () => {
      seen.push(await roller.targets());
      return (await roller.primary()).id === good;
    });
    expect(seen.every((targets) => String(targets) === String(before))).toBe(true);
    const [task] = await roller.tasks('STOPPED');
    return { task, messages: (await roller.messages()).join('\n') };
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

  it('that waits for one that ends with an error is never started', async () => {
    const migration = { name: 'migration', essential: false, image: BROKEN_IMAGES.exits };
    const dependsOn = [{ containerName: 'migration', condition: 'SUCCESS' as const }];
    const { task } = await failing([web({ dependsOn }), migration]);
    expect(task).toMatchObject({ stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start' });
    expect(task?.containers?.map(({ name, exitCode }) => [name, exitCode])).toEqual([
      ['web', undefined],
      ['migration', 1],
    ]);
  });

  it('is started when those it waits for have come to the condition', async () => {
    const roller = await openRoller(endpoint, { desiredCount: 1 });
    await roller.rollout('COMPLETED');
    await roller.update({
      taskDefinition: await roller.register([
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
    const { id } = await roller.primary();
    await advanceUntil(
      endpoint.clock,
      async () => {
        const task = (await roller.tasks()).find(({ startedBy }) => startedBy === id);
        for (const { name = '', lastStatus } of task?.containers ?? [])
          if (lastStatus !== 'PENDING' && !order.includes(name)) order.push(name);
        return (await roller.primary()).rolloutState === 'COMPLETED';
      },
      1_000,
    );
    expect(order).toEqual(['migration', 'proxy', 'web']);
    expect((await roller.tasks())[0]).toMatchObject({ healthStatus: 'HEALTHY' });
  });

  it('is given time by the grace period of its service', async () => {
    const roller = await openRoller(endpoint, { desiredCount: 1, healthCheckGracePeriodSeconds: 300 });
    await roller.rollout('COMPLETED');
    const image = BROKEN_IMAGES.unhealthy;
    await roller.update({ taskDefinition: await roller.register([web({ image })]) });
    const begun = endpoint.clock.now().getTime();
    await advanceUntil(endpoint.clock, async () => (await roller.primary()).failedTasks === 1);
    expect(endpoint.clock.now().getTime() - begun).toBeGreaterThan(300_000);
  });

  it.each<[string, Partial<ContainerDefinition>[], string]>([
    [
      'one that is not defined',
      [web({ dependsOn: [{ containerName: 'proxy', condition: 'START' }] })],
      'The container web depends on the container proxy, which is not defined.',
    ],
    [
      'the health of one without a health check',
      [web({ dependsOn: [{ containerName: 'proxy', condition: 'HEALTHY' }] }), { name: 'proxy' }],
      'proxy has no health check',
    ],
    [
      'the end of an essential one',
      [web({ dependsOn: [{ containerName: 'proxy', condition: 'COMPLETE' }] }), { name: 'proxy' }],
      'A dependency container with SUCCESS or COMPLETE condition cannot be an essential container',
    ],
    [
      'one that waits for it',
      [
        web({ dependsOn: [{ containerName: 'proxy', condition: 'START' }] }),
        { name: 'proxy', dependsOn: [{ containerName: 'web', condition: 'START' }] },
      ],
      'The containers web, proxy, web depend on each other in a circle.',
    ],
  ])('cannot wait for %s', async (_, containers, message) => {
    const roller = await openRoller(endpoint, { desiredCount: 0 });
    await expect(roller.register(containers)).rejects.toMatchObject({ name: 'ClientException' });
    await expect(roller.register(containers)).rejects.toThrow(message);
  });
});
