import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { ACCOUNT, REGION, advanceUntil, type TestEndpoint } from '../../testing';
import { startEcs } from './support/start';
import { openRoller, type Roller, web } from './support/roller';
import { pushImage } from './support/shop';

const MISSING = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/nothing:v1`;
const BREAKER = { enable: true, rollback: false };
let endpoint: TestEndpoint;

beforeAll(async () => {
  endpoint = await startEcs();
});

afterAll(() => endpoint.close());

/** A service that serves, and is then told to roll to an image that is not there. */
async function openBroken(
  deploymentConfiguration: DeploymentConfiguration,
  desiredCount = 1,
): Promise<Roller & { readonly good: string; readonly failing: string }> {
  const roller = await openRoller(endpoint, { desiredCount, deploymentConfiguration });
  await roller.rollout('COMPLETED');
  const { id: good = '' } = await roller.primary();
  await roller.update({ taskDefinition: await roller.register([web({ image: MISSING })]) });
  const { id: failing = '' } = await roller.primary();
  return { ...roller, good, failing };
}

describe('the circuit breaker', () => {
  it('ends a deployment after three tasks failed, and without rollback it stays so while the old tasks serve', async () => {
    const broken = await openBroken({ deploymentCircuitBreaker: BREAKER });
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

  it('goes back to the last deployment that was completed, whose tasks never stopped', async () => {
    const broken = await openBroken({ deploymentCircuitBreaker: { enable: true, rollback: true } });
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
    const raised = endpoint.events
      .slice(earlier)
      .filter((event) => event['detail-type'] === 'ECS Deployment State Change')
      .map(({ detail }) => [detail.deploymentId, detail.eventName, detail.eventType]);
    expect(raised).toEqual([
      [broken.failing, 'SERVICE_DEPLOYMENT_FAILED', 'ERROR'],
      [broken.good, 'SERVICE_DEPLOYMENT_IN_PROGRESS', 'INFO'],
      [broken.good, 'SERVICE_DEPLOYMENT_COMPLETED', 'INFO'],
    ]);
  });

  it('has nothing to go back to where no deployment was completed', async () => {
    const roller = await openRoller(endpoint, { desiredCount: 0 });
    await roller.rollout('COMPLETED');
    const first = await openRoller(endpoint, {
      taskDefinition: await roller.register([web({ image: MISSING })]),
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    });
    expect(await first.rollout('FAILED')).toMatchObject({ status: 'PRIMARY', runningCount: 0 });
  });

  it.each([
    ['half of many tasks, rounded up', 7, {}, 4],
    ['at least three', 4, {}, 3],
    ['as many as it is told', 4, { thresholdConfiguration: { type: 'COUNT' as const, value: 2 } }, 2],
    [
      'the share it is told, unbounded',
      4,
      { thresholdConfiguration: { type: 'UNBOUNDED_PERCENT' as const, value: 25 } },
      1,
    ],
  ])('waits for %s', async (_, desiredCount, more, threshold) => {
    const deploymentCircuitBreaker = { ...BREAKER, ...more };
    const broken = await openBroken({ deploymentCircuitBreaker, maximumPercent: 200 }, desiredCount);
    const { failedTasks } = await broken.rollout('FAILED');
    expect(failedTasks).toBe(threshold);
  });

  it('is not there unless it is asked for: ECS tries for ever, and comes through when the image is pushed', async () => {
    const broken = await openBroken({});
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
