import { randomUUID } from 'node:crypto';
import { previousTag, servingTag } from '../../handlers/contract/names';
import { logger } from '../../handlers/logger';
import { handler } from '../../handlers/record-release';
import type { Fault } from './support/faulty-proxy';
import type { Run } from './support/pipeline-history';
import {
  ACCOUNT,
  type ReleasedPipeline,
  type ReleaseWorld,
  startReleaseWorld,
} from './support/release-world';

let world: ReleaseWorld;
let pipeline: ReleasedPipeline;

const context = { invokedFunctionArn: `arn:aws:lambda:ap-northeast-1:${ACCOUNT}:function:record-release` };
const APPROVER = `arn:aws:iam::${ACCOUNT}:user/ops`;
let count = 0;

beforeAll(async () => {
  world = await startReleaseWorld();
  Object.assign(process.env, { PREFIX: 'shop', ENVIRONMENT: 'prd' });
  logger.setLogLevel('SILENT');
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  world.proxy.heal();
  pipeline = await world.pipeline(`storefront${++count}`);
});

const job = (id: string = randomUUID(), continuationToken?: string) => {
  const UserParameters = JSON.stringify({ ...pipeline.identity, executionId: 'e-now' });
  const data = { actionConfiguration: { configuration: { UserParameters } }, continuationToken };
  return { 'CodePipeline.job': { id, accountId: ACCOUNT, data } };
};

const succeeded = (deploymentId: string, state = 'SUCCESS') => ({
  'detail-type': 'CodeDeploy Deployment State-change Notification',
  account: ACCOUNT,
  detail: { deploymentId, state, application: `shop-${pipeline.identity.pipeline}-prd` },
});

const act = () => handler(job(), context);
const hear = (deploymentId: string) => handler(succeeded(deploymentId), context);

/** What a release of that number is, as the pipeline remembers it. */
const run = (number: number, more: Partial<Run> = {}): Run => ({
  executionId: `e-${number}`,
  deploymentId: `d-${number}`,
  ended: new Date(Date.UTC(2026, 0, number)),
  settingsVersion: `v-${number}`,
  approvedBy: APPROVER,
  ...more,
});

/** Has CodeDeploy make an image serve, without telling the handler. */
async function deploy(number: number, more: Partial<Run> = {}) {
  const digest = await pipeline.push(`image${number}`);
  const taskDefinition = await pipeline.define({ app: pipeline.image(digest), proxy: 'docker.io/envoy:1' });
  const taskSet = await pipeline.serve(taskDefinition, `d-${number}`);
  world.history.runs.push(run(number, more));
  return { digest, taskDefinition, taskSet };
}

async function outcome() {
  const tags = await pipeline.tags();
  const { identity } = pipeline;
  return {
    serving: tags[servingTag(identity)],
    previous: tags[previousTag(identity)],
    record: await pipeline.record(),
  };
}

test('records the first release and protects its image', async () => {
  const { digest, taskDefinition } = await deploy(1);
  await act();
  expect(await outcome()).toEqual({
    serving: digest,
    previous: undefined,
    record: {
      serving: {
        taskDefinition,
        images: { app: pipeline.image(digest) },
        deploymentId: 'd-1',
        pipelineExecutionId: 'e-1',
        settingsVersion: 'v-1',
        approvedBy: APPROVER,
        servingSince: '2026-01-01T00:00:00.000Z',
        cause: 'release',
      },
    },
  });
  expect(world.history.results).toMatchObject([
    {
      kind: 'success',
      outputVariables: { TaskDefinition: taskDefinition, DeploymentId: 'd-1' },
      executionDetails: { externalExecutionId: 'd-1' },
    },
  ]);
});

test('remembers and protects what served before', async () => {
  const first = await deploy(1);
  await act();
  const second = await deploy(2);
  await act();
  expect(await outcome()).toMatchObject({
    serving: second.digest,
    previous: first.digest,
    record: {
      serving: { deploymentId: 'd-2' },
      previous: { deploymentId: 'd-1', pipelineExecutionId: 'e-1' },
    },
  });
});

test('is told by CodeDeploy of a rollback that nobody told the pipeline of, and keeps what it knows', async () => {
  const first = await deploy(1);
  await act();
  const second = await deploy(2);
  await act();
  await pipeline.serveAgain(first.taskSet);
  const completeTime = new Date('2026-01-03T00:00:00Z');
  world.history.deployments.set('d-back', {
    creator: 'codeDeployRollback',
    completeTime,
    status: 'Succeeded',
  });
  await hear('d-back');
  expect(await outcome()).toMatchObject({
    serving: first.digest,
    previous: second.digest,
    record: {
      serving: {
        deploymentId: 'd-back',
        cause: 'rollback',
        pipelineExecutionId: 'e-1',
        settingsVersion: 'v-1',
        servingSince: '2026-01-03T00:00:00.000Z',
      },
      previous: { deploymentId: 'd-2', cause: 'release' },
    },
  });
});

test('leaves what served before alone when a failed deployment is rolled back to what already served', async () => {
  const first = await deploy(1);
  await act();
  const second = await deploy(2);
  await act();
  const third = await deploy(3, { ended: new Date('2026-01-03T00:00:00Z') });
  await pipeline.serveAgain(second.taskSet);
  const completeTime = new Date('2026-01-04T00:00:00Z');
  world.history.deployments.set('d-back', {
    creator: 'codeDeployRollback',
    completeTime,
    status: 'Succeeded',
  });
  await hear('d-back');
  const found = await outcome();
  expect([found.serving, found.previous]).toEqual([second.digest, first.digest]);
  expect(found.record).toMatchObject({
    serving: { taskDefinition: second.taskDefinition, cause: 'rollback' },
    previous: { taskDefinition: first.taskDefinition },
  });
  expect(third.digest).not.toBe(found.serving);
});

test('calls a deployment that somebody made by hand so', async () => {
  const { taskDefinition } = await deploy(1);
  world.history.runs.length = 0;
  const completeTime = new Date('2026-01-01T00:00:00Z');
  world.history.deployments.set('d-1', { creator: 'user', completeTime, status: 'Succeeded' });
  await hear('d-1');
  expect((await outcome()).record?.serving).toMatchObject({ taskDefinition, cause: 'manual' });
});

test('takes approver and settings of a stage rollback from the execution it goes back to', async () => {
  await deploy(1);
  await act();
  await deploy(2, { approvedBy: undefined, settingsVersion: 'v-1', rollbackTarget: 'e-1' });
  await act();
  expect((await outcome()).record?.serving).toMatchObject({
    pipelineExecutionId: 'e-2',
    cause: 'rollback',
    approvedBy: APPROVER,
    settingsVersion: 'v-1',
  });
});

test.each([
  ['the event first', async () => [await hear('d-2'), await act()]],
  ['the action first', async () => [await act(), await hear('d-2')]],
  ['both at once', async () => Promise.all([act(), hear('d-2')])],
])('records the same with %s', async (_, both) => {
  const first = await deploy(1);
  await act();
  const second = await deploy(2, { deployInProgress: true });
  await both();
  expect(await outcome()).toMatchObject({
    serving: second.digest,
    previous: first.digest,
    record: {
      serving: {
        ...{ deploymentId: 'd-2', pipelineExecutionId: 'e-2', cause: 'release' },
        approvedBy: APPROVER,
      },
      previous: { deploymentId: 'd-1' },
    },
  });
});

test('lets an event that comes late change nothing', async () => {
  await deploy(1);
  await deploy(2);
  await act();
  const before = await outcome();
  await hear('d-1');
  expect(await outcome()).toEqual(before);
});

test('protects an image with an OCI manifest, and one that is named by tag', async () => {
  const app = await pipeline.push('oci', { mediaType: 'application/vnd.oci.image.manifest.v1+json' });
  const side = await pipeline.push('side', { tag: 'stable' });
  const byTag = pipeline.image(app).replace(/@.*/, ':stable');
  const taskDefinition = await pipeline.define({ app: pipeline.image(app), side: byTag });
  await pipeline.serve(taskDefinition, 'd-1');
  world.history.runs.push(run(1));
  await act();
  const tags = await pipeline.tags();
  const protectedDigests = [tags[servingTag(pipeline.identity)], tags[`${servingTag(pipeline.identity)}-2`]];
  expect(protectedDigests.sort()).toEqual([app, side].sort());
  expect((await pipeline.record())?.serving.images.side).toBe(pipeline.image(side));
});

test('fails the action when the image that serves is gone', async () => {
  const gone = pipeline.image(`sha256:${'0'.repeat(64)}`);
  await pipeline.serve(await pipeline.define({ app: gone }), 'd-1');
  world.history.runs.push(run(1));
  await act();
  expect(world.history.results).toMatchObject([
    {
      kind: 'failure',
      failureDetails: {
        type: 'RevisionUnavailable',
        message: expect.stringContaining('must have the image that serves') as string,
      },
    },
  ]);
});

test('has nothing to record where the pipeline deploys to no ECS service', async () => {
  await deploy(1);
  world.history.ecsServices = [];
  await act();
  expect(world.history.results).toMatchObject([{ kind: 'success' }]);
  expect(await pipeline.record()).toBeUndefined();
});

test.each([
  ['another state', () => succeeded('d-1', 'FAILURE')],
  [
    'another application',
    () => ({ ...succeeded('d-1'), detail: { application: 'shop-x-stg', state: 'SUCCESS' } }),
  ],
  ['another event', () => ({ 'detail-type': 'Scheduled Event', detail: {} })],
])('leaves %s alone, without a call', async (_, event) => {
  await handler(event(), context);
  expect(world.proxy.calls).toBe(0);
});

test.each([
  ['not json', 'UserParameters must be a JSON object, got: not json'],
  ['{"prefix":"shop"}', 'UserParameters must have a text "pipeline", got: {"prefix":"shop"}'],
])('fails a job with the parameters %s', async (UserParameters, message) => {
  const data = { actionConfiguration: { configuration: { UserParameters } } };
  await handler({ 'CodePipeline.job': { id: 'j', accountId: ACCOUNT, data } }, context);
  expect(world.history.results).toMatchObject([
    { jobId: 'j', failureDetails: { type: 'ConfigurationError', message } },
  ]);
});

/** How many calls the recording of a second release takes, from the role's session to the job's result. */
async function callsOfOneRun(): Promise<number> {
  await prepareSecond();
  world.proxy.heal();
  await act();
  return world.proxy.calls;
}

/** The first release is recorded by a role of its own, so that the second begins with a session of the role. */
async function prepareSecond() {
  pipeline = await world.pipeline(`storefront${++count}`);
  const first = await deploy(1);
  await hear('d-1');
  const second = await deploy(2);
  return { first, second };
}

test.each<Fault>(['request lost', 'answer lost'])(
  'ends the same when it dies at any call (%s) and is invoked again',
  async (fault) => {
    const calls = await callsOfOneRun();
    expect(calls).toBeGreaterThan(10);
    for (let call = 1; call <= calls; call++) {
      const { first, second } = await prepareSecond();
      const id = randomUUID();
      world.proxy.break(call, fault);
      await expect(handler(job(id), context)).rejects.toThrow();
      world.proxy.heal();
      await handler(job(id), context);
      expect(await outcome()).toMatchObject({
        serving: second.digest,
        previous: first.digest,
        record: { serving: { pipelineExecutionId: 'e-2' }, previous: { pipelineExecutionId: 'e-1' } },
      });
      expect(world.history.results).toMatchObject([{ kind: 'success', jobId: id }]);
    }
  },
  120_000,
);

test('asks to be invoked again when one call fails, and gives each job one result', async () => {
  const calls = (await callsOfOneRun()) - 1;
  for (let call = 1; call <= calls; call++) {
    const { first, second } = await prepareSecond();
    world.proxy.break(call, 'unavailable', true);
    await act();
    const [waiting] = world.history.results;
    expect(waiting).toMatchObject({
      kind: 'success',
      continuationToken: expect.stringContaining('deadline') as string,
    });
    await handler(job('again', waiting?.kind === 'success' ? waiting.continuationToken : ''), context);
    expect(await outcome()).toMatchObject({ serving: second.digest, previous: first.digest });
    expect(world.history.results[1]).toMatchObject({ kind: 'success', jobId: 'again' });
    expect(world.history.results[1]).not.toHaveProperty('continuationToken');
  }
}, 120_000);

test('throws in event mode, so that Lambda tries again, and then ends the same', async () => {
  const { first, second } = await prepareSecond();
  world.proxy.break(9, 'answer lost');
  await expect(hear('d-2')).rejects.toThrow();
  world.proxy.heal();
  await hear('d-2');
  expect(await outcome()).toMatchObject({ serving: second.digest, previous: first.digest });
});
