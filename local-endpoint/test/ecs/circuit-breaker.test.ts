import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { ACCOUNT, REGION, advanceUntil, type TestEndpoint } from '../../testing';
import { startEcs } from './support/start';
import { createRollingService, type RollingServiceFixture, web } from './support/rolling-service';
import { pushImage } from './support/shop';

const MISSING = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/nothing:v1`;
const BREAKER = { enable: true, rollback: false };
let endpoint: TestEndpoint;

beforeAll(async () => {
  endpoint = await startEcs();
});

afterAll(() => endpoint.close());

/** A service that serves, and is then updated to an image that does not exist. */
async function createBroken(
  deploymentConfiguration: DeploymentConfiguration,
  desiredCount = 1,
): Promise<RollingServiceFixture & { readonly good: string; readonly failing: string }> {
  const rolling = await createRollingService(endpoint, { desiredCount, deploymentConfiguration });
  await rolling.rollout('COMPLETED');
  const { id: good = '' } = await rolling.primary();
  await rolling.update({ taskDefinition: await rolling.register([web({ image: MISSING })]) });
  const { id: failing = '' } = await rolling.primary();
  return { ...rolling, good, failing };
}

describe('the circuit breaker', () => {
  it('fails a deployment after three failed tasks, and without rollback the old tasks go on serving', async () => {
    const broken = await createBroken({ deploymentCircuitBreaker: BREAKER });
    const serving = await broken.targets();
    const counts = new Set<number | undefined>();
    await advanceUntil(endpoint.clock, async () => {
      const { failedTasks, rolloutState } = await broken.primary();
      counts.add(failedTasks);
      return rolloutState === 'FAILED';
    });
    expect(Math.max(...[...counts].map(Number))).toBe(3);
    expect((await broken.describe()).deployments).toMatchObject([
      {
        id: broken.failing,
        status: 'PRIMARY',
        rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
      },
      { id: broken.good, status: 'ACTIVE', runningCount: 1 },
    ]);
    expect(await broken.messages()).toContain(
      `(service ${broken.name}) (deployment ${broken.failing}) deployment failed: tasks failed to start.`,
    );
    const tasks = (await broken.tasks('STOPPED')).length;
    endpoint.clock.advance(600_000);
    await advanceUntil(endpoint.clock, async () => (await broken.primary()).rolloutState === 'FAILED');
    expect((await broken.tasks('STOPPED')).length).toBe(tasks);
    expect(await broken.targets()).toEqual(serving);
  });

  it('rolls back to the last completed deployment, whose tasks never stopped', async () => {
    const broken = await createBroken({ deploymentCircuitBreaker: { enable: true, rollback: true } });
    const serving = await broken.targets();
    const earlier = endpoint.events.length;
    await advanceUntil(endpoint.clock, async () => (await broken.primary()).id === broken.good);
    expect((await broken.describe()).deployments).toMatchObject([
      {
        id: broken.good,
        status: 'PRIMARY',
        rolloutState: 'IN_PROGRESS',
        rolloutStateReason: `ECS deployment circuit breaker: rolling back to deploymentId ${broken.good}.`,
      },
      { id: broken.failing, status: 'ACTIVE', rolloutState: 'FAILED' },
    ]);
    expect(await broken.messages()).toContain(
      `(service ${broken.name}) rolling back to deployment ${broken.good}.`,
    );
    await broken.rollout('COMPLETED');
    expect(await broken.targets()).toEqual(serving);
    expect((await broken.describe()).deployments).toHaveLength(1);
    const emitted = endpoint.events
      .slice(earlier)
      .filter((event) => event['detail-type'] === 'ECS Deployment State Change')
      .map(({ detail }) => [detail.deploymentId, detail.eventName, detail.eventType]);
    expect(emitted).toEqual([
      [broken.failing, 'SERVICE_DEPLOYMENT_FAILED', 'ERROR'],
      [broken.good, 'SERVICE_DEPLOYMENT_IN_PROGRESS', 'INFO'],
      [broken.good, 'SERVICE_DEPLOYMENT_COMPLETED', 'INFO'],
    ]);
  });

  it('rolls back to nothing where no deployment was completed', async () => {
    const rolling = await createRollingService(endpoint, { desiredCount: 0 });
    await rolling.rollout('COMPLETED');
    const first = await createRollingService(endpoint, {
      taskDefinition: await rolling.register([web({ image: MISSING })]),
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    });
    expect(await first.rollout('FAILED')).toMatchObject({ status: 'PRIMARY', runningCount: 0 });
  });

  it.each([
    { what: 'half of many tasks, rounded up', desiredCount: 7, threshold: 4 },
    { what: 'at least three', desiredCount: 4, threshold: 3 },
    {
      what: 'the count that the service sets',
      desiredCount: 4,
      thresholdConfiguration: { type: 'COUNT' as const, value: 2 },
      threshold: 2,
    },
    {
      what: 'the percentage that the service sets, without bounds',
      desiredCount: 4,
      thresholdConfiguration: { type: 'UNBOUNDED_PERCENT' as const, value: 25 },
      threshold: 1,
    },
  ])('waits for $what', async ({ desiredCount, thresholdConfiguration, threshold }) => {
    const deploymentCircuitBreaker = {
      ...BREAKER,
      ...(thresholdConfiguration && { thresholdConfiguration }),
    };
    const broken = await createBroken({ deploymentCircuitBreaker, maximumPercent: 200 }, desiredCount);
    const { failedTasks } = await broken.rollout('FAILED');
    expect(failedTasks).toBe(threshold);
  });

  it('is off by default: ECS retries for ever, and the deployment completes when the image is pushed', async () => {
    const broken = await createBroken({});
    await broken.update({
      taskDefinition: await broken.register([
        web({ image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/late-${broken.shop.cluster}:v1` }),
      ]),
    });
    await advanceUntil(endpoint.clock, async () => ((await broken.primary()).failedTasks ?? 0) > 4);
    expect((await broken.messages()).join()).toContain('was unable to place a task. Reason: CannotPull');
    await pushImage(endpoint.client(), `late-${broken.shop.cluster}`, 'v1');
    expect(await broken.rollout('COMPLETED')).toMatchObject({ failedTasks: 0 });
  });
});
