import { randomUUID } from 'node:crypto';
import type { Deployment } from '@aws-sdk/client-ecs';
import type { ReleasedCommit } from '../../../handlers/contract/release-record';
import { handler } from '../../../handlers/record-release/handler';
import { actionHarness, FAULT_TEST_TIMEOUT } from '../harness/action-harness';
import type { PipelineRun } from '../harness/pipeline-history';
import { releaseOutcome } from '../harness/release-outcome';

const harness = actionHarness(handler, () => ({ executionId: harness.history.runs.at(-1)?.executionId }));

/** The PRIMARY one of ECS's deployments. */
let primary: Deployment;

const APPROVER = 'arn:aws:iam::111111111111:user/ops';

beforeEach(() => {
  Object.assign(harness.history, {
    repositories: [],
    rollingService: { cluster: 'shop', service: 'shopfront' },
  });
  harness.overrides.set('DescribeServices', async () => ({
    services: [{ deployments: [{ status: 'ACTIVE', taskDefinition: 'old' }, primary] }],
  }));
});

/** Makes an execution build an image and ECS roll it out. */
const deploy = async (number: number, more: Partial<PipelineRun> = {}) => {
  const digest = await harness.pipeline.push(`image${number}`);
  const image = harness.pipeline.image(digest);
  const taskDefinition = await harness.pipeline.define({ app: image, proxy: 'docker.io/envoy:1' });
  primary = deployment(number, taskDefinition);
  const build = await harness.artifact({ 'imagedefinitions.json': [{ name: 'app', imageUri: image }] });
  harness.history.runs.push({
    executionId: `e-${number}`,
    deploymentId: 'unknown',
    ended: new Date(0),
    commit: { id: `c${number}`, branch: 'main' },
    artifacts: [build],
    approvedBy: APPROVER,
    ...more,
  });
  return { digest, image, taskDefinition, build };
};

const deployment = (number: number, taskDefinition: string): Deployment => ({
  id: `ecs-svc/${number}`,
  status: 'PRIMARY',
  taskDefinition,
  rolloutState: 'COMPLETED',
  createdAt: new Date(Date.UTC(2026, 0, number)),
});

test('records commit, branch and images of a rolling deployment, and protects what was built', async () => {
  const { digest, image, taskDefinition } = await deploy(1);
  const result = await harness.run();
  expect(result).toMatchObject({ kind: 'success', outputVariables: { DeploymentId: 'ecs-svc/1' } });
  expect(await releaseOutcome(harness.pipeline)).toEqual({
    serving: digest,
    previous: undefined,
    record: {
      serving: {
        type: 'ecs',
        taskDefinition,
        images: { app: image },
        deploymentId: 'ecs-svc/1',
        pipelineExecutionId: 'e-1',
        commit: { id: 'c1', branch: 'main' },
        approvedBy: APPROVER,
        servingSince: '2026-01-01T00:00:00.000Z',
        cause: 'release',
      },
    },
  });
});

test.each<{ name: string; run: Partial<PipelineRun>; recorded: ReleasedCommit }>([
  {
    name: 'the tag, and no branch, where a tag started it',
    run: { commit: { id: 'c1', branch: 'main', tag: 'v1' } },
    recorded: { id: 'c1', tag: 'v1' },
  },
  {
    name: 'no branch of CodeCommit',
    run: { commit: { id: 'c1', branch: 'main' }, codeCommit: true },
    recorded: { id: 'c1' },
  },
])('records $name', async ({ run, recorded }) => {
  await deploy(1, run);
  await harness.run();
  expect((await releaseOutcome(harness.pipeline)).record?.serving.commit).toEqual(recorded);
});

test('remembers and protects what served before', async () => {
  const first = await deploy(1);
  await harness.run();
  const second = await deploy(2, { commit: { id: 'c2' } });
  await harness.run();
  expect(await releaseOutcome(harness.pipeline)).toMatchObject({
    serving: second.digest,
    previous: first.digest,
    record: { serving: { commit: { id: 'c2' } }, previous: { commit: { id: 'c1', branch: 'main' } } },
  });
});

test('takes commit and approver of a stage rollback from its target execution', async () => {
  const first = await deploy(1);
  await harness.run();
  const second = await deploy(2);
  await harness.run();
  harness.history.runs.push({
    executionId: 'e-3',
    deploymentId: 'unknown',
    ended: new Date(0),
    rollbackTarget: 'e-1',
  });
  primary = deployment(3, await harness.pipeline.define({ app: first.image }));
  await harness.run();
  expect(await releaseOutcome(harness.pipeline)).toMatchObject({
    serving: first.digest,
    previous: second.digest,
    record: {
      serving: {
        ...{ pipelineExecutionId: 'e-3', cause: 'rollback', commit: { id: 'c1' } },
        approvedBy: APPROVER,
      },
    },
  });
});

test('records by digest an image that was built under a tag', async () => {
  const { digest, image } = await deploy(1);
  const byTag = image.replace(/@.*/, ':image1');
  primary = deployment(1, await harness.pipeline.define({ app: byTag }));
  const build = await harness.artifact({ 'imagedefinitions.json': [{ name: 'app', imageUri: byTag }] });
  harness.history.runs.splice(0, 1, { ...harness.history.runs[0], artifacts: [build] } as PipelineRun);
  await harness.run();
  const { record } = await releaseOutcome(harness.pipeline);
  expect(record?.serving).toHaveProperty('images', { app: harness.pipeline.image(digest) });
});

test('fails where ECS rolled back meanwhile, and leaves record and protection as they were', async () => {
  const first = await deploy(1);
  await harness.run();
  const before = await releaseOutcome(harness.pipeline);
  const second = await deploy(2);
  const rolloutStateReason = 'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.';
  primary = { ...deployment(3, first.taskDefinition), rolloutStateReason };
  expect(await harness.run()).toMatchObject({
    kind: 'failure',
    failureDetails: {
      type: 'RevisionUnavailable',
      message: `Service shop/shopfront must run ${second.image} in container app, which execution e-2 deployed, got: ${first.image} (${rolloutStateReason})`,
    },
  });
  expect(await releaseOutcome(harness.pipeline)).toEqual(before);
});

test('waits while the deployment is in progress, and fails when it fails', async () => {
  await deploy(1);
  const completed = primary;
  primary = { ...completed, rolloutState: 'IN_PROGRESS' };
  const waiting = await harness.run();
  expect(waiting).toMatchObject({ continuationToken: expect.stringContaining('ecs-svc/1') as string });
  expect((await releaseOutcome(harness.pipeline)).record).toBeUndefined();
  primary = { ...completed, rolloutState: 'FAILED', rolloutStateReason: 'tasks failed to start' };
  expect(await harness.run()).toMatchObject({
    failureDetails: { message: expect.stringContaining('got FAILED: tasks failed to start') as string },
  });
  primary = completed;
  expect(await harness.run()).toMatchObject({
    kind: 'success',
    outputVariables: { DeploymentId: 'ecs-svc/1' },
  });
});

test('records an image that was built for a blue/green deployment, with its commit', async () => {
  harness.history.rollingService = undefined;
  harness.overrides.clear();
  const digest = await harness.pipeline.push('image1');
  const image = harness.pipeline.image(digest);
  const taskDefinition = await harness.pipeline.define({ app: image });
  await harness.pipeline.serve(taskDefinition, 'd-1');
  const build = await harness.artifact({ 'imageDetail.json': { ImageURI: image } });
  harness.history.runs.push({
    executionId: 'e-1',
    deploymentId: 'd-1',
    ended: new Date(Date.UTC(2026, 0, 1)),
    commit: { id: 'c1', branch: 'main' },
    artifacts: [build],
  });
  await harness.run();
  expect(await releaseOutcome(harness.pipeline)).toMatchObject({
    serving: digest,
    record: {
      serving: { deploymentId: 'd-1', commit: { id: 'c1', branch: 'main' }, images: { app: image } },
    },
  });
});

test(
  'ends the same when it dies at any call and is invoked again',
  async () => {
    await deploy(1);
    await harness.run();
    const { calls } = harness.proxy;
    expect(calls).toBeGreaterThan(9);
    const describeServices = harness.overrides.get('DescribeServices');
    for (const fault of ['request lost', 'response lost'] as const)
      for (let call = 1; call <= calls; call++) {
        await harness.nextPipeline();
        if (describeServices) harness.overrides.set('DescribeServices', describeServices);
        Object.assign(harness.history, {
          repositories: [],
          rollingService: { cluster: 'shop', service: 'shopfront' },
        });
        const { digest } = await deploy(1);
        const job = harness.job([], { id: randomUUID() });
        harness.proxy.break(call, fault);
        await expect(harness.invoke(job)).rejects.toThrow();
        harness.proxy.heal();
        await harness.invoke(job);
        expect(harness.history.results).toMatchObject([{ kind: 'success' }]);
        expect(await releaseOutcome(harness.pipeline)).toMatchObject({
          serving: digest,
          record: { serving: { commit: { id: 'c1' } } },
        });
      }
  },
  FAULT_TEST_TIMEOUT,
);
