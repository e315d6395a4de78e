import { ActionError, ConfigurationError, explain } from '../../handlers/errors';
import { answerJob, succeed, waitFor } from '../../handlers/job';
import type { Answer } from '../../handlers/job-answer';
import type { Job } from '../../handlers/job-event';
import type { DeadlineOptions } from '../../handlers/job-result';
import { logger } from '../../handlers/logger';
import { AwsError } from "../../local-endpoint/kit/aws-error";
import { manualClock } from '@pipeline-factory/local-endpoint/testing';
import { type JobDesk, openJobDesk } from './support/job-desk';
import { logLinesOf } from './support/log-lines';

let desk: JobDesk;

beforeAll(async () => {
  desk = await openJobDesk();
  logger.setLogLevel('SILENT');
});
afterAll(() => desk.close());
beforeEach(() => {
  desk.successes.length = 0;
  desk.failures.length = 0;
});

const SECRET = 'artifact-secret';

const event = (continuationToken?: string) => ({
  'CodePipeline.job': {
    id: 'job-1',
    accountId: '111111111111',
    data: {
      actionConfiguration: { configuration: { FunctionName: 'f', UserParameters: '{"a":1}' } },
      inputArtifacts: [
        {
          name: 'build',
          location: { type: 'S3', s3Location: { bucketName: 'artifacts', objectKey: 'pipeline/build/1' } },
        },
      ],
      artifactCredentials: { accessKeyId: 'key', secretAccessKey: SECRET, sessionToken: SECRET },
      continuationToken,
    },
  },
});

const answer = (result: Answer | Error, options: DeadlineOptions = {}, token?: string) => {
  const work = async () => {
    if (result instanceof Error) throw result;
    return result;
  };
  return answerJob(event(token), work, options);
};

const transient = () =>
  Object.assign(new Error('slow down'), { name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } });

test('shows a handler its job, with the credentials of the artifacts, which no log line has', async () => {
  let seen: Job | undefined;
  const lines = await logLinesOf(() =>
    answerJob(event(), async (job) => {
      seen = job;
      return succeed('done');
    }),
  );
  expect(seen).toEqual({
    id: 'job-1',
    account: '111111111111',
    userParameters: '{"a":1}',
    inputArtifacts: [{ name: 'build', bucket: 'artifacts', key: 'pipeline/build/1' }],
    artifactCredentials: { accessKeyId: 'key', secretAccessKey: SECRET, sessionToken: SECRET },
  });
  expect(JSON.stringify(lines)).not.toContain(SECRET);
});

test('succeeds with summary, output variables and external id', async () => {
  await answer(succeed('done', { variables: { Colour: 'green' }, externalExecutionId: 'd-1' }));
  expect(desk.successes).toEqual([
    {
      jobId: 'job-1',
      executionDetails: { summary: 'done', externalExecutionId: 'd-1', percentComplete: 100 },
      outputVariables: { Colour: 'green' },
    },
  ]);
});

test('waits with a token that carries deadline and state, and no output variables', async () => {
  const clock = manualClock();
  await answer(waitFor('targets to be healthy', { seen: 1 }), {
    deadlineSeconds: 60,
    now: () => clock.now(),
  });
  const [{ continuationToken = '', ...rest } = { jobId: '' }] = desk.successes;
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

test('keeps the first deadline while it waits on, and fails at it, saying what it waited for', async () => {
  const clock = manualClock();
  const options = { deadlineSeconds: 60, now: () => clock.now() };
  await answer(waitFor('the first'), options);
  clock.advance(59_000);
  await answer(waitFor('the second'), options, desk.successes[0]?.continuationToken);
  clock.advance(1_000);
  await answer(waitFor('the third'), options, desk.successes[1]?.continuationToken);
  expect(desk.successes).toHaveLength(2);
  expect(desk.failures).toEqual([
    {
      jobId: 'job-1',
      failureDetails: {
        type: 'SystemUnavailable',
        message: 'Gave up at the deadline 2026-01-01T00:01:00.000Z, waiting for the third',
      },
    },
  ]);
});

test('fails with the words of the error and of its causes', async () => {
  const cause = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
  await answer(new ActionError('The listener cannot be read', { cause }));
  expect(desk.failures).toMatchObject([
    {
      failureDetails: {
        type: 'PermissionError',
        message: 'The listener cannot be read: AccessDeniedException: not authorized',
      },
    },
  ]);
});

test('files a mistake in the configuration as such', async () => {
  await answer(new ConfigurationError('UserParameters must be JSON, got: x'));
  expect(desk.failures).toMatchObject([{ failureDetails: { type: 'ConfigurationError' } }]);
});

test('looks again after a passing error, and fails when it has not passed at the deadline', async () => {
  const clock = manualClock();
  const options = { deadlineSeconds: 60, now: () => clock.now() };
  await answer(transient(), options);
  const token = desk.successes[0]?.continuationToken;
  expect(token).toContain('ThrottlingException: slow down');
  clock.advance(60_000);
  await answer(transient(), options, token);
  expect(desk.failures).toMatchObject([{ failureDetails: { type: 'SystemUnavailable' } }]);
});

test('keeps what it remembered over a passing error', async () => {
  await answer(waitFor('something', { seen: 7 }));
  await answer(transient(), {}, desk.successes[0]?.continuationToken);
  expect(JSON.parse(desk.successes[1]?.continuationToken ?? '')).toMatchObject({ state: { seen: 7 } });
});

test.each([
  [
    'a long failure',
    () => answer(new ActionError('x'.repeat(6_000))),
    () => desk.failures[0]?.failureDetails?.message,
    5_000,
  ],
  [
    'a long summary',
    () => answer(succeed('x'.repeat(6_000))),
    () => desk.successes[0]?.executionDetails?.summary,
    2_048,
  ],
])('cuts %s at what AWS takes', async (_, act, text, length) => {
  await act();
  expect(text()).toHaveLength(length);
});

test('fails a handler that wants to remember more than a token holds', async () => {
  await answer(waitFor('much', { much: 'x'.repeat(2_048) }));
  expect(desk.failures).toMatchObject([
    {
      failureDetails: {
        message: expect.stringMatching(/^A continuation token must have at most 2048/) as string,
      },
    },
  ]);
});

test('fails a job with a token that is not ours', async () => {
  await answer(succeed('never'), {}, 'rubbish');
  expect(desk.failures).toMatchObject([
    { failureDetails: { message: 'A continuation token must carry a deadline, got: rubbish' } },
  ]);
});

test.each(['InvalidJobStateException', 'JobNotFoundException'])(
  'is content when the job has its result already (%s)',
  async (code) => {
    desk.refuse(new AwsError(code, 'The job is closed'));
    await answer(succeed('done'));
    expect([desk.successes, desk.failures]).toEqual([[], []]);
  },
);

test('throws when the result cannot be delivered, so that Lambda repeats the invocation', async () => {
  desk.refuse(new AwsError('InternalFailure', 'later', 500));
  await expect(answer(succeed('done'))).rejects.toThrow('later');
  expect([desk.successes, desk.failures]).toEqual([[], []]);
});

test('fails the job when CodePipeline does not take the success', async () => {
  desk.refuse(new AwsError('OutputVariablesSizeExceededException', 'too much'));
  await answer(succeed('done'));
  expect(desk.failures).toMatchObject([
    { failureDetails: { message: 'OutputVariablesSizeExceededException: too much' } },
  ]);
});

test('throws for an event that is no job', async () => {
  await expect(answerJob({}, async () => succeed('never'))).rejects.toThrow('CodePipeline.job with an id');
});

test('logs the job id in each line and never the event', async () => {
  const lines = await logLinesOf(async () => {
    await answer(succeed('done'));
    await answer(new ActionError('it broke'));
  });
  expect(lines.length).toBeGreaterThanOrEqual(2);
  expect(lines.map(({ jobId }) => jobId)).toEqual(lines.map(() => 'job-1'));
  expect(JSON.stringify(lines)).not.toContain(SECRET);
});

test('explains what is no error too', () => {
  expect(explain('a string')).toBe('a string');
});
