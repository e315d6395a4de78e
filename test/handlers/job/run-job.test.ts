import { ActionError, ConfigurationError, explain } from '../../../handlers/errors';
import { type JobOutcome, succeed, waitFor } from '../../../handlers/job/job-outcome';
import type { DeadlineOptions } from '../../../handlers/job/job-result';
import { parseJob } from '../../../handlers/job/parse-job';
import type { PipelineJob } from '../../../handlers/job/pipeline-job';
import { runJob } from '../../../handlers/job/run-job';
import type { ParameterReader } from '../../../handlers/job/user-parameters';
import { logger } from '../../../handlers/logger';
import { type JobResultRecorder, startJobResultRecorder } from '../harness/job-results';
import { AwsError } from '../../../local-endpoint/kit/aws-error';
import { manualClock } from '@pipeline-factory/local-endpoint/testing';
import { logLinesOf } from '../harness/log-lines';

let results: JobResultRecorder;

beforeAll(async () => {
  Object.assign(process.env, { PREFIX: 'shop', ENVIRONMENT: 'stg' });
  results = await startJobResultRecorder();
  logger.setLogLevel('SILENT');
});
afterAll(() => results.close());
beforeEach(() => {
  results.successes.length = 0;
  results.failures.length = 0;
});

const CONTEXT = { invokedFunctionArn: 'arn:aws:lambda:ap-northeast-1:111111111111:function:f' };
const ARTIFACT = {
  bucketName: 'shop-foundation-stg-111111111111-ap-northeast-1',
  objectKey: 'shop-storefront-stg/build/1',
};
const SECRET = 'artifact-secret';
const PIPELINE = { prefix: 'shop', pipeline: 'storefront', environment: 'stg' };
const PARAMETERS = { ...PIPELINE, executionId: 'e-1', colour: 'green' };

const parseParameters = ({ text }: ParameterReader) => ({ colour: text('colour') });

const event = (continuationToken?: string) => ({
  'CodePipeline.job': {
    id: 'job-1',
    accountId: '111111111111',
    data: {
      actionConfiguration: {
        configuration: { FunctionName: 'f', UserParameters: JSON.stringify(PARAMETERS) },
      },
      inputArtifacts: [
        {
          name: 'build',
          location: { type: 'S3' as const, s3Location: ARTIFACT },
        },
      ],
      artifactCredentials: { accessKeyId: 'key', secretAccessKey: SECRET, sessionToken: SECRET },
      continuationToken,
    },
  },
});

const run = (outcome: JobOutcome | Error, options: DeadlineOptions = {}, token?: string) => {
  const work = async () => {
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  start(token);
  return runJob(parseJob(event(token), parseParameters), CONTEXT, work, options);
};

/** Has CodePipeline show the job's action in progress. */
const start = (token?: string) =>
  results.running.start({ event: event(token), functionName: 'f', executionId: 'e-1' });

const transient = () =>
  Object.assign(new Error('slow down'), { name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } });

test('parses a job with the credentials of the artifacts, which no log line has', async () => {
  start();
  let parsed: PipelineJob<{ readonly colour: string }> | undefined;
  const lines = await logLinesOf(() =>
    runJob(parseJob(event(), parseParameters), CONTEXT, async (job) => {
      parsed = job;
      return succeed('done');
    }),
  );
  expect(parsed).toEqual({
    id: 'job-1',
    account: '111111111111',
    pipeline: PIPELINE,
    executionId: 'e-1',
    runningIn: 'e-1',
    action: { id: 'invoke-0' },
    parameters: { colour: 'green' },
    inputArtifacts: [{ name: 'build', bucket: ARTIFACT.bucketName, key: ARTIFACT.objectKey }],
    artifactCredentials: { accessKeyId: 'key', secretAccessKey: SECRET, sessionToken: SECRET },
  });
  expect(JSON.stringify(lines)).not.toContain(SECRET);
});

test('succeeds with summary, output variables and external id', async () => {
  await run(succeed('done', { variables: { Colour: 'green' }, externalExecutionId: 'd-1' }));
  expect(results.successes).toEqual([
    {
      jobId: 'job-1',
      executionDetails: { summary: 'done', externalExecutionId: 'd-1', percentComplete: 100 },
      outputVariables: { Colour: 'green' },
    },
  ]);
});

test('waits with a token that carries deadline and state, and no output variables', async () => {
  const clock = manualClock();
  await run(waitFor('targets to be healthy', { seen: 1 }), {
    deadlineSeconds: 60,
    now: () => clock.now(),
  });
  const [{ continuationToken = '', ...rest } = { jobId: '' }] = results.successes;
  expect(JSON.parse(continuationToken)).toEqual({
    deadline: '2026-01-01T00:01:00.000Z',
    waitingFor: 'targets to be healthy',
    state: { seen: 1 },
  });
  expect(rest).toEqual({
    jobId: 'job-1',
    executionDetails: { summary: 'Waiting for targets to be healthy' },
  });
});

test('keeps the first deadline while it waits, and fails at it with what it waited for', async () => {
  const clock = manualClock();
  const options = { deadlineSeconds: 60, now: () => clock.now() };
  await run(waitFor('the first'), options);
  clock.advance(59_000);
  await run(waitFor('the second'), options, results.successes[0]?.continuationToken);
  clock.advance(1_000);
  await run(waitFor('the third'), options, results.successes[1]?.continuationToken);
  expect(results.successes).toHaveLength(2);
  expect(results.failures).toEqual([
    {
      jobId: 'job-1',
      failureDetails: {
        type: 'SystemUnavailable',
        message: 'Gave up at the deadline 2026-01-01T00:01:00.000Z, waiting for the third',
      },
    },
  ]);
});

test('fails with the messages of the error and of its causes', async () => {
  const cause = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
  await run(new ActionError('The listener cannot be read', { cause }));
  expect(results.failures).toMatchObject([
    {
      failureDetails: {
        type: 'PermissionError',
        message: 'The listener cannot be read: AccessDeniedException: not authorized',
      },
    },
  ]);
});

test('fails with the type ConfigurationError for a mistake in the configuration', async () => {
  await run(new ConfigurationError('UserParameters must be JSON, got: x'));
  expect(results.failures).toMatchObject([{ failureDetails: { type: 'ConfigurationError' } }]);
});

test('is invoked again after a transient error, and fails when it persists until the deadline', async () => {
  const clock = manualClock();
  const options = { deadlineSeconds: 60, now: () => clock.now() };
  await run(transient(), options);
  const token = results.successes[0]?.continuationToken;
  expect(token).toContain('ThrottlingException: slow down');
  clock.advance(60_000);
  await run(transient(), options, token);
  expect(results.failures).toMatchObject([{ failureDetails: { type: 'SystemUnavailable' } }]);
});

test('keeps its state over a transient error', async () => {
  await run(waitFor('something', { seen: 7 }));
  await run(transient(), {}, results.successes[0]?.continuationToken);
  expect(JSON.parse(results.successes[1]?.continuationToken ?? '')).toMatchObject({ state: { seen: 7 } });
});

test.each([
  {
    name: 'failure message',
    outcome: new ActionError('x'.repeat(6_000)),
    text: () => results.failures[0]?.failureDetails?.message,
    length: 5_000,
  },
  {
    name: 'summary',
    outcome: succeed('x'.repeat(6_000)),
    text: () => results.successes[0]?.executionDetails?.summary,
    length: 2_048,
  },
])('cuts a $name at the limit of CodePipeline', async ({ outcome, text, length }) => {
  await run(outcome);
  expect(text()).toHaveLength(length);
});

test('fails a handler whose state does not fit into a token', async () => {
  await run(waitFor('much', { much: 'x'.repeat(2_048) }));
  expect(results.failures).toMatchObject([
    {
      failureDetails: {
        message: expect.stringMatching(/^A continuation token must have at most 2048/) as string,
      },
    },
  ]);
});

test('fails a job with a token of another format', async () => {
  await run(succeed('never'), {}, 'rubbish');
  expect(results.failures).toMatchObject([
    { failureDetails: { message: 'A continuation token must carry a deadline, got: rubbish' } },
  ]);
});

test.each(['InvalidJobStateException', 'JobNotFoundException'])(
  'accepts that the job has its result already (%s)',
  async (code) => {
    results.rejectNext(new AwsError(code, 'The job is closed'));
    await run(succeed('done'));
    expect([results.successes, results.failures]).toEqual([[], []]);
  },
);

test('throws when the result cannot be delivered, so that Lambda repeats the invocation', async () => {
  results.rejectNext(new AwsError('InternalFailure', 'later', 500));
  await expect(run(succeed('done'))).rejects.toThrow('later');
  expect([results.successes, results.failures]).toEqual([[], []]);
});

test('fails the job when CodePipeline rejects the success', async () => {
  results.rejectNext(new AwsError('OutputVariablesSizeExceededException', 'too much'));
  await run(succeed('done'));
  expect(results.failures).toMatchObject([
    { failureDetails: { message: 'OutputVariablesSizeExceededException: too much' } },
  ]);
});

test('fails a job whose token carries anything but scalars', async () => {
  const deadline = new Date(Date.now() + 60_000).toISOString();
  await run(succeed('never'), {}, JSON.stringify({ deadline, state: { seen: [1] } }));
  expect(results.failures).toMatchObject([
    {
      failureDetails: {
        type: 'ConfigurationError',
        message: 'A continuation token: state.seen must be text, a number or a boolean, got: a list of 1',
      },
    },
  ]);
});

test('fails a job without the parameters of its action', async () => {
  const request = parseJob(event(), ({ oneOf }) => ({ colour: oneOf('colour', ['red', 'blue']) }));
  await runJob(request, CONTEXT, async () => succeed('never'));
  expect(results.failures).toMatchObject([
    { failureDetails: { message: 'UserParameters: colour must be one of red, blue, got: green' } },
  ]);
});

test('throws for an event without a job', () => {
  expect(() => parseJob({}, parseParameters)).toThrow('CodePipeline.job with an id');
});

test('logs job, pipeline and execution in each line, and never the event', async () => {
  const lines = await logLinesOf(async () => {
    await run(succeed('done'));
    await run(new ActionError('it broke'));
  });
  expect(lines.length).toBeGreaterThanOrEqual(2);
  for (const line of lines)
    expect(line).toMatchObject({ jobId: 'job-1', pipeline: 'shop-storefront-stg', executionId: 'e-1' });
  expect(JSON.stringify(lines)).not.toContain(SECRET);
});

test('explains a thrown value that is no error', () => {
  expect(explain('a string')).toBe('a string');
});
