import type { ActionExecutionDetail } from '@aws-sdk/client-codepipeline';
import { manualClock } from '@pipeline-factory/local-endpoint/testing';
import { type JobOutcome, succeed, waitFor } from '../../../handlers/job/job-outcome';
import type { DeadlineOptions } from '../../../handlers/job/job-result';
import { parseJob } from '../../../handlers/job/parse-job';
import type { PipelineJob } from '../../../handlers/job/pipeline-job';
import { runJob } from '../../../handlers/job/run-job';
import { logger } from '../../../handlers/logger';
import { AwsError } from '../../../local-endpoint/kit/aws-error';
import { type JobResultRecorder, startJobResultRecorder } from '../harness/job-results';
import { logLinesOf } from '../harness/log-lines';

let codePipeline: JobResultRecorder;
let worked: PipelineJob[];

beforeAll(async () => {
  Object.assign(process.env, { PREFIX: 'shop', ENVIRONMENT: 'stg' });
  codePipeline = await startJobResultRecorder();
  logger.setLogLevel('SILENT');
});
afterAll(() => codePipeline.close());
beforeEach(() => {
  worked = [];
  codePipeline.reset();
});

const ACCOUNT = '111111111111';
const BUCKET = `shop-foundation-stg-${ACCOUNT}-ap-northeast-1`;
const CONTEXT = { invokedFunctionArn: `arn:aws:lambda:ap-northeast-1:${ACCOUNT}:function:the-function` };
const PARAMETERS = {
  prefix: 'shop',
  pipeline: 'front',
  environment: 'stg',
  executionId: 'e-1',
  colour: 'red',
};

interface JobChange {
  readonly id?: string;
  readonly account?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly bucket?: string;
  readonly key?: string;
  readonly token?: string;
}

const jobEvent = ({
  id = 'job-1',
  account = ACCOUNT,
  parameters,
  bucket = BUCKET,
  key,
  token,
}: JobChange = {}) => ({
  'CodePipeline.job': {
    ...{ id, accountId: account },
    data: {
      actionConfiguration: {
        configuration: { UserParameters: JSON.stringify({ ...PARAMETERS, ...parameters }) },
      },
      inputArtifacts: [
        {
          name: 'build',
          location: {
            type: 'S3' as const,
            s3Location: { bucketName: bucket, objectKey: key ?? 'shop-front-stg/build/1' },
          },
        },
      ],
      continuationToken: token,
    },
  },
});

/** Has CodePipeline show an action in progress. @param executionId under which it does */
const show = (executionId = 'e-1', change?: JobChange, functionName = 'the-function') =>
  codePipeline.running.start({ event: jobEvent(change), functionName, executionId });

/** Invokes the function. @returns the result that CodePipeline received */
async function invoke(
  change?: JobChange,
  options?: DeadlineOptions,
  outcome: JobOutcome = succeed('done'),
  context = CONTEXT,
): Promise<{ token?: string; failure?: string; type?: string }> {
  const work = async (job: PipelineJob) => {
    worked.push(job);
    return outcome;
  };
  const [successes, failures] = [codePipeline.successes.length, codePipeline.failures.length];
  await runJob(
    parseJob(jobEvent(change), () => undefined),
    context,
    work,
    options,
  );
  const failure = codePipeline.failures[failures]?.failureDetails;
  return {
    token: codePipeline.successes[successes]?.continuationToken,
    failure: failure?.message,
    type: failure?.type,
  };
}

test('works on the job of an action in progress', async () => {
  show();
  await invoke();
  expect(worked).toHaveLength(1);
});

test('waits, doing nothing, until CodePipeline shows the action, and begins then as if it were invoked first', async () => {
  const clock = manualClock();
  const options = { deadlineSeconds: 60, now: () => clock.now() };
  const { token } = await invoke({}, options);
  expect(worked).toHaveLength(0);
  clock.advance(300_000);
  show();
  const second = await invoke({ token }, options, waitFor('something'));
  expect(worked).toMatchObject([{ continuation: undefined }]);
  expect(JSON.parse(second.token ?? '')).toMatchObject({ deadline: '2026-01-01T00:06:00.000Z' });
});

test('gives up after ten minutes, however long the action itself may take', async () => {
  const clock = manualClock();
  const options = { deadlineSeconds: 86_400, now: () => clock.now() };
  const { token } = await invoke({}, options);
  clock.advance(599_000);
  const again = await invoke({ token }, options);
  expect(again.failure).toBeUndefined();
  clock.advance(1_000);
  expect(await invoke({ token: again.token }, options)).toMatchObject({
    failure: expect.stringMatching(
      /^Gave up at the deadline .* CodePipeline to show this action in progress/,
    ) as string,
    type: 'SystemUnavailable',
  });
  expect(worked).toHaveLength(0);
});

test('keeps the state and the deadline of an action that CodePipeline does not show for a while', async () => {
  const clock = manualClock();
  const options = { deadlineSeconds: 3600, now: () => clock.now() };
  show();
  const { token } = await invoke({}, options, waitFor('something', { seen: 7 }));
  codePipeline.running.reset();
  const { token: kept } = await invoke({ token }, options);
  expect(worked).toHaveLength(1);
  show();
  await invoke({ token: kept }, options);
  expect(worked[1]?.continuation).toEqual({ deadline: '2026-01-01T01:00:00.000Z', state: { seen: 7 } });
});

test.each<{ what: string; shown: () => void; change?: JobChange }>([
  { what: 'other parameters', shown: () => show(), change: { parameters: { colour: 'blue' } } },
  { what: 'a parameter more', shown: () => show(), change: { parameters: { more: 1 } } },
  {
    what: 'another pipeline',
    shown: () => show(),
    change: { parameters: { pipeline: 'back' }, key: 'shop-back-stg/build/1' },
  },
  { what: 'another artifact', shown: () => show(), change: { key: 'shop-front-stg/build/2' } },
  { what: 'the parameters of another function', shown: () => show('e-1', {}, 'another-function') },
  { what: 'an action of another execution', shown: () => show('e-2') },
  {
    what: 'an action that has ended',
    shown: () => (show(), codePipeline.running.end('Succeeded')),
  },
  {
    what: 'an action that was abandoned',
    shown: () => (show(), codePipeline.running.end('Abandoned')),
  },
])('does nothing for $what', async ({ shown, change }) => {
  shown();
  const { token } = await invoke(change);
  expect(worked).toHaveLength(0);
  expect(token).toBeDefined();
});

test.each<{ what: string; change: JobChange; message: string }>([
  {
    what: 'a pipeline of another prefix',
    change: { parameters: { prefix: 'bank' } },
    message: 'UserParameters must name a pipeline shop-*-stg, got: bank-front-stg',
  },
  {
    what: 'a pipeline of another environment',
    change: { parameters: { environment: 'prd' } },
    message: 'UserParameters must name a pipeline shop-*-stg, got: shop-front-prd',
  },
  {
    what: 'no execution',
    change: { parameters: { executionId: undefined } },
    message: 'UserParameters must have a text "executionId", got: none',
  },
  {
    what: 'another account',
    change: { account: '222222222222' },
    message: `The job must be of account ${ACCOUNT}, got: 222222222222`,
  },
  {
    what: 'an artifact in another bucket',
    change: { bucket: 'elsewhere' },
    message: `Artifact build must be in ${BUCKET}/shop-front-stg/, got: elsewhere/shop-front-stg/build/1`,
  },
  {
    what: 'an artifact of another pipeline',
    change: { key: 'shop-front-stg-2/build/1' },
    message: `Artifact build must be in ${BUCKET}/shop-front-stg/, got: ${BUCKET}/shop-front-stg-2/build/1`,
  },
])('refuses $what, even where CodePipeline shows it', async ({ change, message }) => {
  show('e-1', change);
  expect(await invoke(change)).toMatchObject({ failure: message, type: 'ConfigurationError' });
  expect(worked).toHaveLength(0);
});

test.each(['InvalidJobStateException', 'JobNotFoundException'])(
  'logs a job that CodePipeline closed or does not know, and returns (%s)',
  async (code) => {
    codePipeline.rejectNext(new AwsError(code, 'no'));
    const lines = await logLinesOf(() => invoke());
    expect(worked).toHaveLength(0);
    expect([codePipeline.successes, codePipeline.failures]).toEqual([[], []]);
    expect(lines).toContainEqual(
      expect.objectContaining({ message: 'CodePipeline takes no result for this job any more' }),
    );
  },
);

describe('an action of a rollback', () => {
  const rollback = { pipelineExecutionId: 'e-9', status: 'InProgress', type: 'ROLLBACK' } as const;

  test('is found where its parameters have the id of the rollback', async () => {
    codePipeline.stages.push(rollback);
    show('e-9', { parameters: { executionId: 'e-9' } });
    await invoke({ parameters: { executionId: 'e-9' } });
    expect(worked).toHaveLength(1);
  });

  test('is found where its parameters have the id of the execution that it goes back to', async () => {
    codePipeline.stages.push(rollback);
    show();
    codePipeline.running.end('Succeeded');
    show('e-9', { id: 'job-2' });
    await invoke({ id: 'job-2' });
    expect(worked).toHaveLength(1);
  });

  test('is not looked for in a standard execution, or one that is over', async () => {
    codePipeline.stages.push(
      { ...rollback, type: 'STANDARD' },
      { ...rollback, pipelineExecutionId: 'e-8', status: 'Failed' },
    );
    show('e-9');
    show('e-8', { id: 'job-2' });
    await invoke();
    expect(worked).toHaveLength(0);
  });
});

test('works on the action that a retry of the stage runs again', async () => {
  show();
  codePipeline.running.end('Failed');
  show('e-1', { id: 'job-2' });
  await invoke({ id: 'job-2' });
  expect(worked).toHaveLength(1);
});

test('works on each of two actions of the function that run at a time', async () => {
  const second = { id: 'job-2', parameters: { colour: 'blue' } };
  show();
  show('e-1', second);
  await invoke();
  await invoke(second);
  expect(worked).toHaveLength(2);
});

test('finds the action among more than a page of them', async () => {
  for (let count = 0; count < 120; count++) show('e-1', { id: `other-${count}`, parameters: { count } });
  codePipeline.running.end('Succeeded');
  show();
  for (let count = 0; count < 120; count++) show('e-1', { id: `more-${count}`, parameters: { more: count } });
  await invoke();
  expect(worked).toHaveLength(1);
});

test.each(['PipelineNotFoundException', 'PipelineExecutionNotFoundException'])(
  'waits for a pipeline or an execution that CodePipeline does not know (%s)',
  async (code) => {
    codePipeline.answerListing(() => {
      throw new AwsError(code, 'not there');
    });
    expect((await invoke()).token).toBeDefined();
    expect(worked).toHaveLength(0);
  },
);

test('fails the job where it may not ask', async () => {
  codePipeline.answerListing(() => {
    throw new AwsError('AccessDeniedException', 'not authorized');
  });
  expect(await invoke()).toMatchObject({ type: 'PermissionError' });
  expect(worked).toHaveLength(0);
});

test('asks again after a transient error', async () => {
  codePipeline.answerListing((): ActionExecutionDetail[] => {
    throw new AwsError('ThrottlingException', 'slow down');
  });
  expect((await invoke()).token).toContain('ThrottlingException');
  expect(worked).toHaveLength(0);
});

test('gives up after ten minutes of transient errors, too, however long the action itself may take', async () => {
  const clock = manualClock();
  const options = { deadlineSeconds: 86_400, now: () => clock.now() };
  codePipeline.answerListing((): ActionExecutionDetail[] => {
    throw new AwsError('ThrottlingException', 'slow down');
  });
  const { token } = await invoke({}, options);
  clock.advance(600_000);
  expect((await invoke({ token }, options)).failure).toMatch(
    /^Gave up at the deadline .* ThrottlingException/,
  );
});

test.each(['$LATEST', '7', 'live'])(
  'does nothing where it is invoked as %s, which has a policy of its own',
  async (qualifier) => {
    show();
    const context = { invokedFunctionArn: `${CONTEXT.invokedFunctionArn}:${qualifier}` };
    const { failure } = await invoke({}, undefined, undefined, context);
    expect(failure).toContain(
      `must be invoked without a qualifier, because its policy is about requests that have none, got: ${qualifier}`,
    );
    expect(worked).toHaveLength(0);
  },
);

test('waits for the resolved configuration of an action that CodePipeline shows without it', async () => {
  show();
  const listed = codePipeline.running.list('e-1').map(({ input, ...rest }) => ({
    ...{ ...rest, input: { ...input, resolvedConfiguration: undefined } },
  }));
  codePipeline.answerListing(() => listed);
  expect((await invoke()).token).toBeDefined();
  expect(worked).toHaveLength(0);
});
