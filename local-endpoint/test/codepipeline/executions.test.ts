import {
  CodePipelineClient,
  DisableStageTransitionCommand,
  EnableStageTransitionCommand,
  GetPipelineCommand,
  GetPipelineExecutionCommand,
  GetPipelineStateCommand,
  ListPipelineExecutionsCommand,
  RetryStageExecutionCommand,
  StartPipelineExecutionCommand,
  StopPipelineExecutionCommand,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import { ACCOUNT, REGION, until, type TestEndpoint } from '../../testing';
import { ROLE, RULE, startPipelines } from './support/start';
import { approval, ask, openShop, type Shop, source } from './support/shop';
import { containing } from './support/matching';

let endpoint: TestEndpoint;
let shop: Shop;

beforeAll(async () => {
  endpoint = await startPipelines();
  shop = await openShop(endpoint);
  await shop.upload({ 'appspec.yaml': 'version: 0.0' });
});
afterAll(() => endpoint.close());

const stages = [source(), approval('First'), approval('Second')];
const state = async (name: string, stage: string) => {
  const { stageStates } = await shop.pipelines.send(new GetPipelineStateCommand({ name }));
  return stageStates?.find(({ stageName }) => stageName === stage);
};
const inside = (name: string, stage: string, id: string) =>
  until(async () => {
    const { latestExecution } = (await state(name, stage)) ?? {};
    return latestExecution?.pipelineExecutionId === id && latestExecution.status === 'InProgress';
  });
const before = (name: string, stage: string, ...ids: string[]) =>
  until(async () => {
    const waiting = (await state(name, stage))?.inboundExecutions?.map(
      ({ pipelineExecutionId }) => pipelineExecutionId,
    );
    return ids.every((id) => waiting?.includes(id)) && waiting;
  });
const created = async (name: string) => {
  const { pipelineExecutionSummaries } = await shop.pipelines.send(
    new ListPipelineExecutionsCommand({ pipelineName: name }),
  );
  return pipelineExecutionSummaries?.at(-1)?.pipelineExecutionId ?? '';
};

test('starts once by itself when it is created, and runs stage by stage', async () => {
  const name = await shop.create(stages);
  const id = await created(name);
  await shop.answer(name, 'First');
  await shop.answer(name, 'Second');
  expect(await shop.end(name, id)).toBe('Succeeded');
  const { trigger, executionMode, executionType } = await shop.execution(name, id);
  expect(trigger).toEqual({ triggerType: 'CreatePipeline', triggerDetail: `arn:aws:iam::${ACCOUNT}:root` });
  expect([executionMode, executionType]).toEqual(['QUEUED', 'STANDARD']);
});

test('emits an event of each state of pipeline, stage and action', async () => {
  const name = await shop.create([source(), approval('First')]);
  const id = await created(name);
  await shop.answer(name, 'First');
  await shop.end(name, id);
  const seen = endpoint.events.filter(({ detail }) => detail['execution-id'] === id);
  const kind = (type: string) => type.split(' ')[1];
  expect(
    seen.map(({ 'detail-type': type, detail }) => [kind(type), detail.stage, detail.action, detail.state]),
  ).toEqual([
    ['Pipeline', undefined, undefined, 'STARTED'],
    ['Stage', 'Source', undefined, 'STARTED'],
    ['Action', 'Source', 'Settings', 'STARTED'],
    ['Action', 'Source', 'Settings', 'SUCCEEDED'],
    ['Stage', 'Source', undefined, 'SUCCEEDED'],
    ['Stage', 'First', undefined, 'STARTED'],
    ['Action', 'First', 'Ask', 'STARTED'],
    ['Action', 'First', 'Ask', 'SUCCEEDED'],
    ['Stage', 'First', undefined, 'SUCCEEDED'],
    ['Pipeline', undefined, undefined, 'SUCCEEDED'],
  ]);
  expect(seen[0]?.detail['execution-trigger']).toMatchObject({ 'trigger-type': 'CreatePipeline' });
  expect(seen[3]?.detail).toMatchObject({
    pipeline: name,
    version: 1,
    type: { owner: 'AWS', provider: 'S3', category: 'Source', version: '1' },
    'output-artifacts': [{ name: 'settings' }],
  });
});

test('an EventBridge rule that starts it is named as the trigger', async () => {
  const name = await shop.create(stages);
  const byHand = await shop.start(name);
  expect((await shop.execution(name, byHand)).trigger?.triggerType).toBe('StartPipelineExecution');
  const rule = new CodePipelineClient(
    await endpoint.context.aws.asRole(ROLE, REGION, 'events.amazonaws.com', RULE),
  );
  const { pipelineExecutionId } = await rule.send(new StartPipelineExecutionCommand({ name }));
  const { trigger } = await shop.execution(name, pipelineExecutionId ?? '');
  expect(trigger).toEqual({ triggerType: 'CloudWatchEvent', triggerDetail: RULE });
});

test('QUEUED executions wait before a locked stage and enter it in order', async () => {
  const name = await shop.create(stages);
  const first = await created(name);
  await inside(name, 'First', first);
  const second = await shop.start(name);
  const third = await shop.start(name);
  expect(await before(name, 'First', second, third)).toEqual([second, third]);
  await shop.answer(name, 'First');
  await inside(name, 'First', second);
  expect((await state(name, 'Second'))?.latestExecution?.pipelineExecutionId).toBe(first);
});

test('a failed QUEUED execution gives the stage to the one that waits', async () => {
  const name = await shop.create(stages);
  const first = await created(name);
  await inside(name, 'First', first);
  const second = await shop.start(name);
  await before(name, 'First', second);
  await shop.answer(name, 'First', 'Rejected');
  expect(await shop.end(name, first)).toBe('Failed');
  await inside(name, 'First', second);
});

test('a newer SUPERSEDED execution replaces those that wait', async () => {
  const name = await shop.create(stages, { executionMode: 'SUPERSEDED' });
  const first = await created(name);
  await inside(name, 'First', first);
  const second = await shop.start(name);
  await before(name, 'First', second);
  const third = await shop.start(name);
  expect(await shop.end(name, second)).toBe('Superseded');
  await shop.answer(name, 'First');
  await inside(name, 'First', third);
});

test('PARALLEL executions do not wait for each other', async () => {
  const name = await shop.create([source(), approval('First')], { executionMode: 'PARALLEL' });
  const ids = [await created(name), await shop.start(name), await shop.start(name)];
  for (const id of ids)
    await until(async () => (await shop.action(name, id, 'Ask'))?.status === 'InProgress');
});

test('actions of one run order run side by side, the next run order after them', async () => {
  const parallel = { name: 'Both', actions: [ask('One'), ask('Two'), ask('Later', { runOrder: 2 })] };
  const name = await shop.create([source(), parallel]);
  const id = await created(name);
  for (const one of ['One', 'Two'])
    await until(async () => (await shop.action(name, id, one))?.status === 'InProgress');
  expect(await shop.action(name, id, 'Later')).toBeUndefined();
});

test('a disabled transition holds executions back until it is enabled', async () => {
  const name = await shop.create(stages);
  const first = await created(name);
  await inside(name, 'First', first);
  const transition = { pipelineName: name, stageName: 'Second', transitionType: 'Inbound' } as const;
  await shop.pipelines.send(new DisableStageTransitionCommand({ ...transition, reason: 'Maintenance' }));
  await shop.answer(name, 'First');
  await before(name, 'Second', first);
  expect((await state(name, 'Second'))?.inboundTransitionState).toMatchObject({
    enabled: false,
    disabledReason: 'Maintenance',
  });
  await shop.pipelines.send(new EnableStageTransitionCommand(transition));
  await inside(name, 'Second', first);
});

test('stop and wait lets the running action end, and starts no other', async () => {
  const name = await shop.create(stages);
  const id = await created(name);
  await inside(name, 'First', id);
  const stop = { pipelineName: name, pipelineExecutionId: id, reason: 'wrong image' };
  await shop.pipelines.send(new StopPipelineExecutionCommand(stop));
  expect((await shop.execution(name, id)).status).toBe('Stopping');
  await expect(shop.pipelines.send(new StopPipelineExecutionCommand(stop))).rejects.toMatchObject({
    name: 'DuplicatedStopRequestException',
  });
  await shop.answer(name, 'First');
  expect(await shop.end(name, id)).toBe('Stopped');
  expect((await shop.execution(name, id)).stopTrigger).toEqual({ reason: 'wrong image' });
  expect((await state(name, 'Second'))?.latestExecution).toBeUndefined();
});

test('stop and abandon does not wait, and the stage can be retried', async () => {
  const name = await shop.create(stages);
  const id = await created(name);
  await inside(name, 'First', id);
  await shop.pipelines.send(
    new StopPipelineExecutionCommand({ pipelineName: name, pipelineExecutionId: id, abandon: true }),
  );
  expect(await shop.end(name, id)).toBe('Stopped');
  expect((await shop.action(name, id, 'Ask'))?.status).toBe('Abandoned');
  const retry = {
    pipelineName: name,
    stageName: 'First',
    pipelineExecutionId: id,
    retryMode: 'FAILED_ACTIONS',
  } as const;
  await shop.pipelines.send(new RetryStageExecutionCommand(retry));
  await shop.answer(name, 'First');
  await inside(name, 'Second', id);
});

test('an execution that only waits is stopped at once', async () => {
  const name = await shop.create(stages);
  await inside(name, 'First', await created(name));
  const second = await shop.start(name);
  await before(name, 'First', second);
  await shop.pipelines.send(
    new StopPipelineExecutionCommand({ pipelineName: name, pipelineExecutionId: second }),
  );
  expect(await shop.end(name, second)).toBe('Stopped');
  const again = new StopPipelineExecutionCommand({ pipelineName: name, pipelineExecutionId: second });
  await expect(shop.pipelines.send(again)).rejects.toMatchObject({
    name: 'PipelineExecutionNotStoppableException',
  });
});

test('an update makes a new version and cancels what runs in the old structure', async () => {
  const name = await shop.create(stages);
  const id = await created(name);
  await inside(name, 'First', id);
  const { pipeline } = await shop.pipelines.send(new GetPipelineCommand({ name }));
  const changed = {
    ...pipeline,
    name,
    roleArn: pipeline?.roleArn,
    stages: [...(pipeline?.stages ?? []), approval('Third')],
  };
  const updated = await shop.pipelines.send(new UpdatePipelineCommand({ pipeline: changed }));
  expect(updated.pipeline?.version).toBe(2);
  expect(await shop.end(name, id)).toBe('Cancelled');
  const execution = { pipelineName: name, pipelineExecutionId: id };
  const { pipelineExecution } = await shop.pipelines.send(new GetPipelineExecutionCommand(execution));
  expect(pipelineExecution?.pipelineVersion).toBe(1);
  const next = await shop.start(name);
  await inside(name, 'First', next);
});

test('variables of the pipeline take their defaults and what the start gives', async () => {
  const variables = [{ name: 'COLOUR', defaultValue: 'blue' }, { name: 'SIZE' }];
  const data = 'paint #{variables.COLOUR} #{variables.SIZE} in #{codepipeline.PipelineExecutionId}';
  const name = await shop.create([source(), approval('First', { CustomData: data })], { variables });
  await expect(shop.start(name)).rejects.toMatchObject({
    name: 'ValidationException',
    message: containing('SIZE'),
  });
  const id = await shop.start(name, { variables: [{ name: 'SIZE', value: 'L' }] });
  const run = await until(() => shop.action(name, id, 'Ask'));
  expect(run.input?.configuration).toEqual({ CustomData: data });
  expect(run.input?.resolvedConfiguration).toEqual({ CustomData: `paint blue L in ${id}` });
});

test('a repeated start with the same token starts nothing', async () => {
  const name = await shop.create(stages);
  const id = await shop.start(name, { clientRequestToken: 'push-1' });
  expect(await shop.start(name, { clientRequestToken: 'push-1' })).toBe(id);
});
