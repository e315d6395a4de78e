import { servingTag } from '../../handlers/contract/names';
import { ACCOUNT } from '@pipeline-factory/local-endpoint/testing';
import { APPROVER, releases, run } from './support/releases';

const on = releases();

test('records the first release and protects its image', async () => {
  const { digest, taskDefinition } = await on.deploy(1);
  await on.act();
  expect(await on.outcome()).toEqual({
    serving: digest,
    previous: undefined,
    record: {
      serving: {
        taskDefinition,
        images: { app: on.pipeline.image(digest) },
        deploymentId: 'd-1',
        pipelineExecutionId: 'e-1',
        settingsVersion: 'v-1',
        approvedBy: APPROVER,
        servingSince: '2026-01-01T00:00:00.000Z',
        cause: 'release',
      },
    },
  });
  expect(on.world.history.results).toMatchObject([
    {
      kind: 'success',
      outputVariables: { TaskDefinition: taskDefinition, DeploymentId: 'd-1' },
      executionDetails: { externalExecutionId: 'd-1' },
    },
  ]);
});

test('remembers and protects what served before', async () => {
  const first = await on.deploy(1);
  await on.act();
  const second = await on.deploy(2);
  await on.act();
  expect(await on.outcome()).toMatchObject({
    serving: second.digest,
    previous: first.digest,
    record: {
      serving: { deploymentId: 'd-2' },
      previous: { deploymentId: 'd-1', pipelineExecutionId: 'e-1' },
    },
  });
});

test('keeps the image before protected when a release brings new settings for the same image', async () => {
  const first = await on.deploy(1);
  await on.act();
  const second = await on.deploy(2);
  await on.act();
  const sameImage = await on.pipeline.define({ app: on.pipeline.image(second.digest) });
  await on.pipeline.serve(sameImage, 'd-3');
  on.world.history.runs.push(run(3));
  await on.act();
  expect(await on.outcome()).toMatchObject({
    serving: second.digest,
    previous: first.digest,
    record: { serving: { deploymentId: 'd-3' }, previous: { deploymentId: 'd-2' } },
  });
});

test('is told by CodeDeploy of a rollback that nobody told the pipeline of, and keeps what it knows', async () => {
  const first = await on.deploy(1);
  await on.act();
  const second = await on.deploy(2);
  await on.act();
  await on.pipeline.serveAgain(first.taskSet);
  const completeTime = new Date('2026-01-03T00:00:00Z');
  on.world.history.deployments.set('d-back', {
    creator: 'codeDeployRollback',
    completeTime,
    status: 'Succeeded',
  });
  await on.hear('d-back');
  expect(await on.outcome()).toMatchObject({
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
  const first = await on.deploy(1);
  await on.act();
  const second = await on.deploy(2);
  await on.act();
  const third = await on.deploy(3, { ended: new Date('2026-01-03T00:00:00Z') });
  await on.pipeline.serveAgain(second.taskSet);
  const completeTime = new Date('2026-01-04T00:00:00Z');
  on.world.history.deployments.set('d-back', {
    creator: 'codeDeployRollback',
    completeTime,
    status: 'Succeeded',
  });
  await on.hear('d-back');
  const found = await on.outcome();
  expect([found.serving, found.previous]).toEqual([second.digest, first.digest]);
  expect(found.record).toMatchObject({
    serving: { taskDefinition: second.taskDefinition, cause: 'rollback' },
    previous: { taskDefinition: first.taskDefinition },
  });
  expect(third.digest).not.toBe(found.serving);
});

test('calls a deployment that somebody made by hand so', async () => {
  const { taskDefinition } = await on.deploy(1);
  on.world.history.runs.length = 0;
  const completeTime = new Date('2026-01-01T00:00:00Z');
  on.world.history.deployments.set('d-1', { creator: 'user', completeTime, status: 'Succeeded' });
  await on.hear('d-1');
  expect((await on.outcome()).record?.serving).toMatchObject({ taskDefinition, cause: 'manual' });
});

test('finds the execution that made a deployment behind all that were started while it waited', async () => {
  const { taskDefinition } = await on.deploy(1);
  for (let number = 2; number <= 60; number += 1) on.world.history.runs.push(run(number));
  await on.hear('d-1');
  expect((await on.outcome()).record?.serving).toMatchObject({
    taskDefinition,
    pipelineExecutionId: 'e-1',
    cause: 'release',
  });
});

test('takes approver and settings of a stage rollback from the execution it goes back to', async () => {
  await on.deploy(1);
  await on.act();
  await on.deploy(2, { approvedBy: undefined, settingsVersion: 'v-1', rollbackTarget: 'e-1' });
  await on.act();
  expect((await on.outcome()).record?.serving).toMatchObject({
    pipelineExecutionId: 'e-2',
    cause: 'rollback',
    approvedBy: APPROVER,
    settingsVersion: 'v-1',
  });
});

test.each([
  ['the event first', async () => [await on.hear('d-2'), await on.act()]],
  ['the action first', async () => [await on.act(), await on.hear('d-2')]],
  ['both at once', async () => Promise.all([on.act(), on.hear('d-2')])],
])('records the same with %s', async (_, both) => {
  const first = await on.deploy(1);
  await on.act();
  const second = await on.deploy(2, { deployInProgress: true });
  await both();
  expect(await on.outcome()).toMatchObject({
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
  await on.deploy(1);
  await on.deploy(2);
  await on.act();
  const before = await on.outcome();
  await on.hear('d-1');
  expect(await on.outcome()).toEqual(before);
});

test('protects an image with an OCI manifest, and one that is named by tag', async () => {
  const app = await on.pipeline.push('oci', { mediaType: 'application/vnd.oci.image.manifest.v1+json' });
  const side = await on.pipeline.push('side', { tag: 'stable' });
  const byTag = on.pipeline.image(app).replace(/@.*/, ':stable');
  const taskDefinition = await on.pipeline.define({ app: on.pipeline.image(app), side: byTag });
  await on.pipeline.serve(taskDefinition, 'd-1');
  on.world.history.runs.push(run(1));
  await on.act();
  const tags = await on.pipeline.tags();
  const protectedDigests = [
    tags[servingTag(on.pipeline.identity)],
    tags[`${servingTag(on.pipeline.identity)}-2`],
  ];
  expect(protectedDigests.sort()).toEqual([app, side].sort());
  expect((await on.pipeline.record())?.serving.images.side).toBe(on.pipeline.image(side));
});

test('fails the action when the image that serves is gone', async () => {
  const gone = on.pipeline.image(`sha256:${'0'.repeat(64)}`);
  await on.pipeline.serve(await on.pipeline.define({ app: gone }), 'd-1');
  on.world.history.runs.push(run(1));
  await on.act();
  expect(on.world.history.results).toMatchObject([
    {
      kind: 'failure',
      failureDetails: {
        type: 'RevisionUnavailable',
        message: expect.stringContaining('must have the image that serves') as string,
      },
    },
  ]);
});

test('fails the action, in the words of ECR, where tags cannot be moved, and is content where they need not be', async () => {
  await on.deploy(1);
  await on.act();
  await on.pipeline.freezeTags();
  await on.act();
  await on.deploy(2);
  await on.act();
  expect(on.world.history.results).toMatchObject([
    { kind: 'success' },
    { kind: 'success' },
    {
      kind: 'failure',
      failureDetails: { message: expect.stringContaining('the tag is immutable') as string },
    },
  ]);
});

test('has nothing to record where the pipeline deploys to no ECS service', async () => {
  await on.deploy(1);
  on.world.history.ecsServices = [];
  await on.act();
  expect(on.world.history.results).toMatchObject([{ kind: 'success' }]);
  expect(await on.pipeline.record()).toBeUndefined();
});

test.each([
  ['another state', () => on.event('d-1', 'FAILURE')],
  [
    'another application',
    () => ({ ...on.event('d-1'), detail: { application: 'shop-x-stg', state: 'SUCCESS' } }),
  ],
  ['another event', () => ({ 'detail-type': 'Scheduled Event', detail: {} })],
])('leaves %s alone, without a call', async (_, event) => {
  await on.invoke(event());
  expect(on.world.proxy.calls).toBe(0);
});

test.each([
  ['not json', 'UserParameters must be a JSON object, got: not json'],
  ['{"prefix":"shop"}', 'UserParameters must have a text "pipeline", got: {"prefix":"shop"}'],
])('fails a job with the parameters %s', async (UserParameters, message) => {
  const data = { actionConfiguration: { configuration: { UserParameters } } };
  await on.invoke({ 'CodePipeline.job': { id: 'j', accountId: ACCOUNT, data } });
  expect(on.world.history.results).toMatchObject([
    { jobId: 'j', failureDetails: { type: 'ConfigurationError', message } },
  ]);
});
