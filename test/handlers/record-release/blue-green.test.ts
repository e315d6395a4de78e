import { ACCOUNT } from '@pipeline-factory/local-endpoint/testing';
import { APPROVER, pipelineRun, releaseHarness } from '../harness/release-harness';

const release = releaseHarness();
const harness = release.action;

test('records the first release and protects its image', async () => {
  const { digest, taskDefinition } = await release.deploy(1);
  await harness.run();
  expect(await release.outcome()).toEqual({
    serving: digest,
    previous: undefined,
    record: {
      serving: {
        type: 'ecs',
        taskDefinition,
        images: { app: harness.pipeline.image(digest) },
        deploymentId: 'd-1',
        pipelineExecutionId: 'e-1',
        settingsVersion: 'v-1',
        approvedBy: APPROVER,
        servingSince: '2026-01-01T00:00:00.000Z',
        cause: 'release',
      },
    },
  });
  expect(harness.history.results).toMatchObject([
    {
      kind: 'success',
      outputVariables: { TaskDefinition: taskDefinition, DeploymentId: 'd-1' },
      executionDetails: { externalExecutionId: 'd-1' },
    },
  ]);
});

test('remembers and protects what served before', async () => {
  const first = await release.deploy(1);
  await harness.run();
  const second = await release.deploy(2);
  await harness.run();
  expect(await release.outcome()).toMatchObject({
    serving: second.digest,
    previous: first.digest,
    record: {
      serving: { deploymentId: 'd-2' },
      previous: { deploymentId: 'd-1', pipelineExecutionId: 'e-1' },
    },
  });
});

test('keeps the image before protected when a release brings new settings for the same image', async () => {
  const first = await release.deploy(1);
  await harness.run();
  const second = await release.deploy(2);
  await harness.run();
  const sameImage = await harness.pipeline.define({ app: harness.pipeline.image(second.digest) });
  await harness.pipeline.serve(sameImage, 'd-3');
  harness.history.runs.push(pipelineRun(3));
  await harness.run();
  expect(await release.outcome()).toMatchObject({
    serving: second.digest,
    previous: first.digest,
    record: { serving: { deploymentId: 'd-3' }, previous: { deploymentId: 'd-2' } },
  });
});

test('records a rollback by CodeDeploy, without an execution, and keeps what the record holds', async () => {
  const first = await release.deploy(1);
  await harness.run();
  const second = await release.deploy(2);
  await harness.run();
  await harness.pipeline.serveAgain(first.taskSet);
  const completeTime = new Date('2026-01-03T00:00:00Z');
  harness.history.deployments.set('d-back', {
    creator: 'codeDeployRollback',
    completeTime,
    status: 'Succeeded',
  });
  await release.sendEvent('d-back');
  expect(await release.outcome()).toMatchObject({
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

test('keeps the previous release when a failed deployment is rolled back to the release that served', async () => {
  const first = await release.deploy(1);
  await harness.run();
  const second = await release.deploy(2);
  await harness.run();
  const third = await release.deploy(3, { ended: new Date('2026-01-03T00:00:00Z') });
  await harness.pipeline.serveAgain(second.taskSet);
  const completeTime = new Date('2026-01-04T00:00:00Z');
  harness.history.deployments.set('d-back', {
    creator: 'codeDeployRollback',
    completeTime,
    status: 'Succeeded',
  });
  await release.sendEvent('d-back');
  const found = await release.outcome();
  expect([found.serving, found.previous]).toEqual([second.digest, first.digest]);
  expect(found.record).toMatchObject({
    serving: { taskDefinition: second.taskDefinition, cause: 'rollback' },
    previous: { taskDefinition: first.taskDefinition },
  });
  expect(third.digest).not.toBe(found.serving);
});

test('records a deployment that someone made by hand as manual', async () => {
  const { taskDefinition } = await release.deploy(1);
  harness.history.runs.length = 0;
  const completeTime = new Date('2026-01-01T00:00:00Z');
  harness.history.deployments.set('d-1', { creator: 'user', completeTime, status: 'Succeeded' });
  await release.sendEvent('d-1');
  expect((await release.outcome()).record?.serving).toMatchObject({ taskDefinition, cause: 'manual' });
});

test.each([
  { what: 'failed', more: { status: 'Failed' as const } },
  { what: 'is of another application', more: { applicationName: 'shop-other-prd' } },
])('records nothing for the event of a deployment that $what', async ({ more }) => {
  await release.deploy(1);
  harness.history.runs.length = 0;
  const completeTime = new Date('2026-01-01T00:00:00Z');
  harness.history.deployments.set('d-1', { creator: 'user', completeTime, status: 'Succeeded', ...more });
  await release.sendEvent('d-1');
  expect(await release.outcome()).toEqual({ serving: undefined, previous: undefined, record: undefined });
});

test('finds the execution that made a deployment behind all that started while it waited', async () => {
  const { taskDefinition } = await release.deploy(1);
  for (let number = 2; number <= 60; number += 1) harness.history.runs.push(pipelineRun(number));
  await release.sendEvent('d-1');
  expect((await release.outcome()).record?.serving).toMatchObject({
    taskDefinition,
    pipelineExecutionId: 'e-1',
    cause: 'release',
  });
});

test('takes approver and settings of a stage rollback from its target execution', async () => {
  await release.deploy(1);
  await harness.run();
  await release.deploy(2, { approvedBy: undefined, settingsVersion: 'v-1', rollbackTarget: 'e-1' });
  await harness.run();
  expect((await release.outcome()).record?.serving).toMatchObject({
    pipelineExecutionId: 'e-2',
    cause: 'rollback',
    approvedBy: APPROVER,
    settingsVersion: 'v-1',
  });
});

test.each([
  ['the event first', async () => [await release.sendEvent('d-2'), await harness.run()]],
  ['the action first', async () => [await harness.run(), await release.sendEvent('d-2')]],
  ['both at once', async () => Promise.all([harness.run(), release.sendEvent('d-2')])],
])('records the same with %s', async (_, both) => {
  const first = await release.deploy(1);
  await harness.run();
  const second = await release.deploy(2, { deployInProgress: true });
  await both();
  expect(await release.outcome()).toMatchObject({
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

test('changes nothing on an event that arrives late', async () => {
  await release.deploy(1);
  await release.deploy(2);
  await harness.run();
  const before = await release.outcome();
  await release.sendEvent('d-1');
  expect(await release.outcome()).toEqual(before);
});

test('has nothing to record where the pipeline deploys to no ECS service', async () => {
  await release.deploy(1);
  harness.history.ecsServices = [];
  await harness.run();
  expect(harness.history.results).toMatchObject([{ kind: 'success' }]);
  expect(await harness.pipeline.record()).toBeUndefined();
});

test.each([
  ['another state', () => release.deploymentEvent('d-1', 'FAILURE')],
  [
    'another application',
    () => ({ ...release.deploymentEvent('d-1'), detail: { application: 'shop-x-stg', state: 'SUCCESS' } }),
  ],
  ['another event', () => ({ 'detail-type': 'Scheduled Event', detail: {} })],
])('ignores %s, without a call', async (_, event) => {
  await harness.invoke(event());
  expect(harness.proxy.calls).toBe(0);
});

test.each([
  ['not json', 'UserParameters must be a JSON object, got: not json'],
  ['{"prefix":"shop"}', 'UserParameters must have a text "pipeline", got: an object with prefix'],
])('fails a job with the parameters %s', async (UserParameters, message) => {
  const data = { actionConfiguration: { configuration: { UserParameters } } };
  await harness.invoke({ 'CodePipeline.job': { id: 'j', accountId: ACCOUNT, data } });
  expect(harness.history.results).toMatchObject([
    { jobId: 'j', failureDetails: { type: 'ConfigurationError', message } },
  ]);
});

test('continues a record that was written before releases had a type', async () => {
  const first = await release.deploy(1);
  await harness.run();
  const { serving } = (await harness.pipeline.record()) ?? {};
  await harness.pipeline.putRecord(JSON.stringify({ serving: { ...serving, type: undefined } }));
  const second = await release.deploy(2);
  await harness.run();
  expect(await release.outcome()).toMatchObject({
    serving: second.digest,
    previous: first.digest,
    record: {
      serving: { type: 'ecs', deploymentId: 'd-2' },
      previous: { type: 'ecs', deploymentId: 'd-1', pipelineExecutionId: 'e-1' },
    },
  });
});

test('fails the action where the parameter holds something else, and leaves it as it is', async () => {
  await release.deploy(1);
  await harness.pipeline.putRecord('{"serving":{"type":"ec2"}}');
  expect(await harness.run()).toMatchObject({
    kind: 'failure',
    failureDetails: {
      type: 'ConfigurationError',
      message: `Parameter /shop/${harness.pipeline.identity.pipeline}/prd/release must hold a release record as JSON; delete it to start anew: serving.type must be one of ecs, asg, lambda, got: "ec2"`,
    },
  });
  expect(await harness.pipeline.record()).toEqual({ serving: { type: 'ec2' } });
});
