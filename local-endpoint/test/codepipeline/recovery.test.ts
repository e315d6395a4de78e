import {
  GetPipelineCommand,
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  PutJobFailureResultCommand,
  PutJobSuccessResultCommand,
  RetryStageExecutionCommand,
  RollbackStageCommand,
  type StageDeclaration,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import { until, type TestEndpoint } from '../../testing';
import { startPipelines } from './support/start';
import { approval, ask, invoke, openShop, type Shop, source } from './support/shop';

let endpoint: TestEndpoint;
let shop: Shop;
let jobs: { id: string; data: { actionConfiguration: { configuration: { UserParameters: string } } } }[];

beforeAll(async () => {
  endpoint = await startPipelines();
  shop = await openShop(endpoint);
});
afterAll(() => endpoint.close());
beforeEach(() => {
  jobs = [];
  endpoint.answer('lambda:Invoke', ({ Payload: payload }) => {
    const event = JSON.parse(Buffer.from(payload as Uint8Array).toString()) as {
      'CodePipeline.job': (typeof jobs)[0];
    };
    jobs.push(event['CodePipeline.job']);
    return { StatusCode: 202 };
  });
});

const act = (more: Partial<StageDeclaration> = {}): StageDeclaration => ({
  name: 'Act',
  actions: [invoke({ name: 'One' }), invoke({ name: 'Two' })],
  ...more,
});
const single = (more: Partial<StageDeclaration> = {}) => act({ actions: [invoke({ name: 'One' })], ...more });
const fail = async (job: (typeof jobs)[0] | undefined) => {
  const failureDetails = { type: 'JobFailed', message: 'no' } as const;
  await shop.pipelines.send(new PutJobFailureResultCommand({ jobId: job?.id, failureDetails }));
};
const succeed = (job: (typeof jobs)[0] | undefined) =>
  shop.pipelines.send(new PutJobSuccessResultCommand({ jobId: job?.id }));
const settled = (count: number) => until(() => jobs.length === count);
const executions = async (name: string) =>
  (await shop.pipelines.send(new ListPipelineExecutionsCommand({ pipelineName: name })))
    .pipelineExecutionSummaries ?? [];
const retry = (
  pipelineName: string,
  pipelineExecutionId: string,
  retryMode: 'FAILED_ACTIONS' | 'ALL_ACTIONS',
) =>
  shop.pipelines.send(
    new RetryStageExecutionCommand({ pipelineName, stageName: 'Act', pipelineExecutionId, retryMode }),
  );
const rollback = (pipelineName: string, targetPipelineExecutionId: string, stageName = 'Act') =>
  shop.pipelines.send(new RollbackStageCommand({ pipelineName, stageName, targetPipelineExecutionId }));
const state = async (name: string) =>
  (await shop.pipelines.send(new GetPipelineStateCommand({ name }))).stageStates?.[1];

/** A pipeline with one execution that succeeded in its stage. */
async function released(
  ...stages: StageDeclaration[]
): Promise<{ name: string; first: string; version: string }> {
  const version = await shop.upload({ 'appspec.yaml': 'version: 0.0' });
  const name = await shop.create([source(), ...stages]);
  await settled(1);
  await succeed(jobs[0]);
  const first = (await executions(name))[0]?.pipelineExecutionId ?? '';
  await until(async () => (await state(name))?.latestExecution?.status === 'Succeeded');
  return { name, first, version };
}

test.each([
  { mode: 'FAILED_ACTIONS', runs: 1 },
  { mode: 'ALL_ACTIONS', runs: 2 },
] as const)('a retry with $mode runs $runs action(s) of the stage again', async ({ mode, runs }) => {
  await shop.upload({ 'appspec.yaml': 'version: 0.0' });
  const name = await shop.create([source(), act()]);
  await settled(2);
  const id = (await executions(name))[0]?.pipelineExecutionId ?? '';
  await succeed(jobs[0]);
  await fail(jobs[1]);
  expect(await shop.end(name, id)).toBe('Failed');
  await retry(name, id, mode);
  await settled(2 + runs);
  expect((await state(name))?.retryStageMetadata).toMatchObject({
    manualStageRetryAttempt: 1,
    latestRetryTrigger: 'ManualStageRetry',
  });
  for (const job of jobs.slice(2)) await succeed(job);
  expect(await shop.end(name, id)).toBe('Succeeded');
  const filter = {
    latestInPipelineExecution: { pipelineExecutionId: id, startTimeRange: 'Latest' },
  } as const;
  const all = await shop.pipelines.send(new ListActionExecutionsCommand({ pipelineName: name }));
  const latest = await shop.pipelines.send(new ListActionExecutionsCommand({ pipelineName: name, filter }));
  expect(all.actionExecutionDetails).toHaveLength(3 + runs);
  expect(latest.actionExecutionDetails?.map(({ status }) => status)).toEqual([
    'Succeeded',
    'Succeeded',
    'Succeeded',
  ]);
});

test('only a stage that failed, in its latest execution, can be retried', async () => {
  const { name, first } = await released(single());
  await expect(retry(name, first, 'FAILED_ACTIONS')).rejects.toMatchObject({
    name: 'StageNotRetryableException',
  });
  const second = await shop.start(name);
  await settled(2);
  await fail(jobs[1]);
  await shop.end(name, second);
  await shop.start(name);
  await settled(3);
  await expect(retry(name, second, 'FAILED_ACTIONS')).rejects.toMatchObject({
    name: 'NotLatestPipelineExecutionException',
  });
});

test('a rollback is an execution of its own, with artifacts and variables of the one it goes back to', async () => {
  const { name, first, version } = await released(single(), approval('After'));
  await shop.answer(name, 'After');
  await shop.upload({ 'appspec.yaml': 'version: 0.1' });
  const second = await shop.start(name);
  await settled(2);
  await succeed(jobs[1]);
  await shop.answer(name, 'After');
  await shop.end(name, second);
  const { pipelineExecutionId = '' } = await rollback(name, first);
  await settled(3);
  expect(jobs[2]?.data.actionConfiguration.configuration.UserParameters).toBe(version);
  await succeed(jobs[2]);
  expect(await shop.end(name, pipelineExecutionId)).toBe('Succeeded');
  expect(await shop.execution(name, pipelineExecutionId)).toMatchObject({
    executionType: 'ROLLBACK',
    trigger: { triggerType: 'ManualRollback' },
    rollbackMetadata: { rollbackTargetPipelineExecutionId: first },
    sourceRevisions: [{ revisionId: version }],
  });
  expect(await shop.action(name, pipelineExecutionId, 'Ask')).toBeUndefined();
  await expect(rollback(name, pipelineExecutionId)).rejects.toMatchObject({
    name: 'UnableToRollbackStageException',
  });
});

test('a rollback never takes the source stage, a failed target, a running stage or another structure', async () => {
  const { name, first } = await released(single());
  const unable = { name: 'UnableToRollbackStageException' };
  await expect(rollback(name, first, 'Source')).rejects.toMatchObject(unable);
  const second = await shop.start(name);
  await settled(2);
  await expect(rollback(name, first)).rejects.toMatchObject(unable);
  await fail(jobs[1]);
  await shop.end(name, second);
  await expect(rollback(name, second)).rejects.toMatchObject(unable);
  const { pipeline } = await shop.pipelines.send(new GetPipelineCommand({ name }));
  await shop.pipelines.send(new UpdatePipelineCommand({ pipeline }));
  await expect(rollback(name, first)).rejects.toMatchObject({ name: 'PipelineExecutionOutdatedException' });
});

test('PARALLEL pipelines do not roll back', async () => {
  await shop.upload({ 'appspec.yaml': 'version: 0.0' });
  const name = await shop.create([source(), single()], { executionMode: 'PARALLEL' });
  await settled(1);
  await succeed(jobs[0]);
  const id = (await executions(name))[0]?.pipelineExecutionId ?? '';
  await shop.end(name, id);
  await expect(rollback(name, id)).rejects.toMatchObject({ name: 'UnableToRollbackStageException' });
});

test('onFailure ROLLBACK goes back to the latest execution that succeeded there', async () => {
  const { name, first } = await released(single({ onFailure: { result: 'ROLLBACK' } }));
  const second = await shop.start(name);
  await settled(2);
  await fail(jobs[1]);
  expect(await shop.end(name, second)).toBe('Failed');
  await settled(3);
  await succeed(jobs[2]);
  const newest = (await executions(name))[0];
  expect(newest).toMatchObject({
    executionType: 'ROLLBACK',
    trigger: { triggerType: 'AutomatedRollback', triggerDetail: second },
    rollbackMetadata: { rollbackTargetPipelineExecutionId: first },
  });
});

test('onFailure RETRY tries once more by itself', async () => {
  await shop.upload({ 'appspec.yaml': 'version: 0.0' });
  const onFailure = { result: 'RETRY', retryConfiguration: { retryMode: 'FAILED_ACTIONS' } } as const;
  const name = await shop.create([source(), single({ onFailure })]);
  const id = (await executions(name))[0]?.pipelineExecutionId ?? '';
  await settled(1);
  await fail(jobs[0]);
  await settled(2);
  expect((await state(name))?.retryStageMetadata).toMatchObject({
    autoStageRetryAttempt: 1,
    latestRetryTrigger: 'AutomatedStageRetry',
  });
  await fail(jobs[1]);
  expect(await shop.end(name, id)).toBe('Failed');
  expect(jobs).toHaveLength(2);
});

test('a retried execution goes on to the stages after', async () => {
  await shop.upload({ 'appspec.yaml': 'version: 0.0' });
  const name = await shop.create([source(), single(), { name: 'After', actions: [ask('Ask')] }]);
  const id = (await executions(name))[0]?.pipelineExecutionId ?? '';
  await settled(1);
  await fail(jobs[0]);
  await shop.end(name, id);
  await retry(name, id, 'FAILED_ACTIONS');
  await settled(2);
  await succeed(jobs[1]);
  await shop.answer(name, 'After');
  expect(await shop.end(name, id)).toBe('Succeeded');
});
