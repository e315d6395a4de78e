import {
  CodePipelineClient,
  GetJobDetailsCommand,
  PutJobFailureResultCommand,
  PutJobSuccessResultCommand,
  type JobData,
  type StageDeclaration,
} from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../kit/aws-error';
import { ACCOUNT, advanceUntil, OTHER_ACCOUNT, type TestEndpoint, until } from '../../testing';
import { ROLE, startPipelines } from './support/start';
import { approval, invoke, KEY_ALIAS, openShop, type Shop, source, STORE } from './support/shop';
import { matching } from './support/matching';

const MINUTE = 60_000;
let endpoint: TestEndpoint;
let shop: Shop;
let invocations: { id: string; accountId: string; data: JobData }[];

beforeAll(async () => {
  endpoint = await startPipelines();
  shop = await openShop(endpoint);
  await shop.upload({ 'appspec.yaml': 'version: 0.0' });
});
afterAll(() => endpoint.close());
beforeEach(() => {
  invocations = [];
  endpoint.answer('lambda:Invoke', ({ Payload: payload, InvocationType: type }) => {
    const event = JSON.parse(Buffer.from(payload as Uint8Array).toString()) as {
      'CodePipeline.job': (typeof invocations)[0];
    };
    if (type === 'Event') invocations.push(event['CodePipeline.job']);
    return { StatusCode: 202 };
  });
});

const run = (more = {}): StageDeclaration => ({
  name: 'Act',
  actions: [invoke({ inputArtifacts: [{ name: 'settings' }], namespace: 'Act', ...more })],
});
const nextJob = (number = 1) => until(() => invocations[number - 1]);
const execute = async (...stages: StageDeclaration[]) => {
  const name = await shop.create([source(), ...stages]);
  const job = await nextJob();
  const id = String((await details(job.id))?.data?.pipelineContext?.pipelineExecutionId);
  return { name, id, job };
};
const details = async (jobId: string) =>
  (await shop.pipelines.send(new GetJobDetailsCommand({ jobId }))).jobDetails;
const succeed = (jobId: string, more = {}, by = shop.pipelines) =>
  by.send(new PutJobSuccessResultCommand({ jobId, ...more }));

test('a function gets the job as AWS documents it, and no context beyond', async () => {
  const { job, name, id } = await execute(run({ outputArtifacts: [{ name: 'report' }] }));
  const version = (await shop.execution(name, id)).sourceRevisions?.[0]?.revisionId;
  expect(job).toMatchObject({
    id: matching(/^[0-9a-f-]{36}$/),
    accountId: ACCOUNT,
    data: {
      actionConfiguration: { configuration: { FunctionName: 'shop-run', UserParameters: version } },
      inputArtifacts: [
        { name: 'settings', revision: version, location: { type: 'S3', s3Location: { bucketName: STORE } } },
      ],
      outputArtifacts: [{ name: 'report', location: { type: 'S3', s3Location: { bucketName: STORE } } }],
      artifactCredentials: {
        accessKeyId: matching(/./),
        secretAccessKey: matching(/./),
        sessionToken: matching(/./),
      },
      encryptionKey: { id: KEY_ALIAS, type: 'KMS' },
    },
  });
  expect(
    endpoint.context.identities.sessions.callerOf(job.data.artifactCredentials?.accessKeyId ?? '').roleArn,
  ).toBe(ROLE);
  expect(Object.keys(job.data).sort()).not.toContain('pipelineContext');
  expect((await details(job.id))?.data?.pipelineContext).toMatchObject({
    pipelineName: name,
    stage: { name: 'Act' },
    action: { name: 'Run' },
  });
});

test('later actions can use its output variables', async () => {
  const { name, id, job } = await execute(run(), approval('First', { CustomData: 'it said #{Act.word}' }));
  await succeed(job.id, {
    outputVariables: { word: 'hello' },
    executionDetails: { summary: 'done', externalExecutionId: 'run-7' },
  });
  const asked = await until(() => shop.action(name, id, 'Ask'));
  expect(asked.input?.resolvedConfiguration).toEqual({ CustomData: 'it said hello' });
  expect((await shop.action(name, id, 'Run'))?.output).toMatchObject({
    outputVariables: { word: 'hello' },
    executionResult: { externalExecutionId: 'run-7', externalExecutionSummary: 'done' },
  });
});

test('a continuation token starts a new job with that token half a minute later', async () => {
  const { name, id, job } = await execute(run());
  await succeed(job.id, { continuationToken: 'look-1' });
  expect(invocations).toHaveLength(1);
  const answered = endpoint.clock.now().getTime();
  const again = await advanceUntil(endpoint.clock, () => invocations[1], 1_000);
  expect(endpoint.clock.now().getTime() - answered).toBeGreaterThanOrEqual(30_000);
  expect(again.data.continuationToken).toBe('look-1');
  expect(again.id).not.toBe(job.id);
  await succeed(again.id);
  expect(await shop.end(name, id)).toBe('Succeeded');
});

test('a failure fails the action with its type and message', async () => {
  const { name, id, job } = await execute(run());
  const failureDetails = {
    type: 'ConfigurationError',
    message: 'no such service',
    externalExecutionId: 'run-8',
  } as const;
  await shop.pipelines.send(new PutJobFailureResultCommand({ jobId: job.id, failureDetails }));
  expect(await shop.end(name, id)).toBe('Failed');
  expect(await shop.error(name, id, 'Run')).toEqual({
    code: 'ConfigurationError',
    message: 'no such service',
  });
});

test('a function without a result for twenty minutes has failed, and a later result is refused', async () => {
  const { name, id, job } = await execute(run());
  endpoint.clock.advance(20 * MINUTE);
  expect((await shop.error(name, id, 'Run')).message).toContain('shop-run failed to return a result');
  await expect(succeed(job.id)).rejects.toMatchObject({ name: 'InvalidJobStateException' });
});

test('a job takes one result, from its own account', async () => {
  const { job } = await execute(run());
  const stranger = new CodePipelineClient(endpoint.client(OTHER_ACCOUNT));
  await expect(succeed(job.id, {}, stranger)).rejects.toMatchObject({ name: 'JobNotFoundException' });
  await succeed(job.id);
  await expect(succeed(job.id)).rejects.toMatchObject({ name: 'InvalidJobStateException' });
  await expect(succeed('00000000-0000-0000-0000-000000000000')).rejects.toMatchObject({
    name: 'JobNotFoundException',
  });
});

test('output variables are refused with a continuation token', async () => {
  const { job } = await execute(run());
  const both = { continuationToken: 'look-1', outputVariables: { word: 'hello' } };
  await expect(succeed(job.id, both)).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(succeed(job.id, { continuationToken: 'x'.repeat(2049) })).rejects.toMatchObject({
    name: 'ValidationException',
  });
});

test('a function that cannot be invoked fails the action', async () => {
  endpoint.answer('lambda:Invoke', () => {
    throw new AwsError('ResourceNotFoundException', 'Function not found: shop-run', 404);
  });
  const name = await shop.create([source(), run()]);
  const id = await shop.start(name);
  expect((await shop.error(name, id, 'Run')).message).toContain('Function not found: shop-run');
});
