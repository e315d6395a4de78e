import { randomUUID } from 'node:crypto';
import type { Deployment } from '@aws-sdk/client-ecs';
import { handler } from '../../handlers/record-release';
import { actions } from './support/actions';
import type { Run } from './support/pipeline-history';
import { releaseOutcome } from './support/release-outcome';

const on = actions(handler, () => ({ executionId: on.world.history.runs.at(-1)?.executionId }));

/** ECS's deployments, and which of them is PRIMARY. */
let primary: Deployment;

const APPROVER = 'arn:aws:iam::111111111111:user/ops';

beforeEach(() => {
  Object.assign(on.world.history, {
    repositories: [],
    rollingService: { cluster: 'shop', service: 'shopfront' },
  });
  on.world.told.set('DescribeServices', async () => ({
    services: [{ deployments: [{ status: 'ACTIVE', taskDefinition: 'old' }, primary] }],
  }));
});

/** Has an execution build an image and ECS roll it out. */
const deploy = async (number: number, more: Partial<Run> = {}) => {
  const digest = await on.pipeline.push(`image${number}`);
  const image = on.pipeline.image(digest);
  const taskDefinition = await on.pipeline.define({ app: image, proxy: 'docker.io/envoy:1' });
  primary = deployment(number, taskDefinition);
  const build = await on.artifact({ 'imagedefinitions.json': [{ name: 'app', imageUri: image }] });
  on.world.history.runs.push({
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
  const result = await on.act([]);
  expect(result).toMatchObject({ kind: 'success', outputVariables: { DeploymentId: 'ecs-svc/1' } });
  expect(await releaseOutcome(on.pipeline)).toEqual({
    serving: digest,
    previous: undefined,
    record: {
      serving: {
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

test.each([
  [
    'the tag, and no branch, where a tag started it',
    { commit: { id: 'c1', branch: 'main', tag: 'v1' } },
    { id: 'c1', tag: 'v1' },
  ],
  ['no branch of CodeCommit', { commit: { id: 'c1', branch: 'main' }, codeCommit: true }, { id: 'c1' }],
])('records %s', async (_, run, commit) => {
  await deploy(1, run);
  await on.act([]);
  expect((await releaseOutcome(on.pipeline)).record?.serving.commit).toEqual(commit);
});

test('remembers and protects what served before', async () => {
  const first = await deploy(1);
  await on.act([]);
  const second = await deploy(2, { commit: { id: 'c2' } });
  await on.act([]);
  expect(await releaseOutcome(on.pipeline)).toMatchObject({
    serving: second.digest,
    previous: first.digest,
    record: { serving: { commit: { id: 'c2' } }, previous: { commit: { id: 'c1', branch: 'main' } } },
  });
});

test('takes commit and approver of a stage rollback from the execution it goes back to', async () => {
  const first = await deploy(1);
  await on.act([]);
  const second = await deploy(2);
  await on.act([]);
  on.world.history.runs.push({
    executionId: 'e-3',
    deploymentId: 'unknown',
    ended: new Date(0),
    rollbackTarget: 'e-1',
  });
  primary = deployment(3, await on.pipeline.define({ app: first.image }));
  await on.act([]);
  expect(await releaseOutcome(on.pipeline)).toMatchObject({
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

test('names by digest what was built under a tag', async () => {
  const { digest, image } = await deploy(1);
  const byTag = image.replace(/@.*/, ':image1');
  primary = deployment(1, await on.pipeline.define({ app: byTag }));
  const build = await on.artifact({ 'imagedefinitions.json': [{ name: 'app', imageUri: byTag }] });
  on.world.history.runs.splice(0, 1, { ...on.world.history.runs[0], artifacts: [build] } as Run);
  await on.act([]);
  expect((await releaseOutcome(on.pipeline)).record?.serving.images).toEqual({
    app: on.pipeline.image(digest),
  });
});

test('fails where ECS rolled back meanwhile, and leaves record and protection as they were', async () => {
  const first = await deploy(1);
  await on.act([]);
  const before = await releaseOutcome(on.pipeline);
  const second = await deploy(2);
  const rolloutStateReason = 'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.';
  primary = { ...deployment(3, first.taskDefinition), rolloutStateReason };
  expect(await on.act([])).toMatchObject({
    kind: 'failure',
    failureDetails: {
      type: 'RevisionUnavailable',
      message: `Service shop/shopfront must run ${second.image} in container app, which execution e-2 deployed, got: ${first.image} (${rolloutStateReason})`,
    },
  });
  expect(await releaseOutcome(on.pipeline)).toEqual(before);
});

test('waits while ECS still watches the deployment, and fails when that ends badly', async () => {
  await deploy(1);
  const completed = primary;
  primary = { ...completed, rolloutState: 'IN_PROGRESS' };
  const waiting = await on.act([]);
  expect(waiting).toMatchObject({ continuationToken: expect.stringContaining('ecs-svc/1') as string });
  expect((await releaseOutcome(on.pipeline)).record).toBeUndefined();
  primary = { ...completed, rolloutState: 'FAILED', rolloutStateReason: 'tasks failed to start' };
  expect(await on.act([])).toMatchObject({
    failureDetails: { message: expect.stringContaining('got FAILED: tasks failed to start') as string },
  });
  primary = completed;
  expect(await on.act([])).toMatchObject({ kind: 'success', outputVariables: { DeploymentId: 'ecs-svc/1' } });
});

test('records an image that was built for a blue/green deployment, with its commit', async () => {
  on.world.history.rollingService = undefined;
  on.world.told.clear();
  const digest = await on.pipeline.push('image1');
  const image = on.pipeline.image(digest);
  const taskDefinition = await on.pipeline.define({ app: image });
  await on.pipeline.serve(taskDefinition, 'd-1');
  const build = await on.artifact({ 'imageDetail.json': { ImageURI: image } });
  on.world.history.runs.push({
    executionId: 'e-1',
    deploymentId: 'd-1',
    ended: new Date(Date.UTC(2026, 0, 1)),
    commit: { id: 'c1', branch: 'main' },
    artifacts: [build],
  });
  await on.act([]);
  expect(await releaseOutcome(on.pipeline)).toMatchObject({
    serving: digest,
    record: {
      serving: { deploymentId: 'd-1', commit: { id: 'c1', branch: 'main' }, images: { app: image } },
    },
  });
});

test('ends the same when it dies at any call and is invoked again', async () => {
  await deploy(1);
  await on.act([]);
  const { calls } = on.world.proxy;
  expect(calls).toBeGreaterThan(9);
  const told = on.world.told.get('DescribeServices');
  for (const fault of ['request lost', 'answer lost'] as const)
    for (let call = 1; call <= calls; call++) {
      await on.another();
      if (told) on.world.told.set('DescribeServices', told);
      Object.assign(on.world.history, {
        repositories: [],
        rollingService: { cluster: 'shop', service: 'shopfront' },
      });
      const { digest } = await deploy(1);
      const job = on.job([], { id: randomUUID() });
      on.world.proxy.break(call, fault);
      await expect(on.invoke(job)).rejects.toThrow();
      on.world.proxy.heal();
      await on.invoke(job);
      expect(on.world.history.results).toMatchObject([{ kind: 'success' }]);
      expect(await releaseOutcome(on.pipeline)).toMatchObject({
        serving: digest,
        record: { serving: { commit: { id: 'c1' } } },
      });
    }
}, 120_000);
