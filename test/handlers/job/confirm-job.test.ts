import { AwsError } from '../../../local-endpoint/kit/aws-error';
import { ACCOUNT, BUCKET, CONTEXT, type JobChange, jobFixture } from '../harness/job-fixture';
import { logLinesOf } from '../harness/log-lines';

const jobs = jobFixture();
const { worked, show, invoke } = jobs;

test('works on the job of an action in progress', async () => {
  show();
  await invoke();
  expect(worked).toHaveLength(1);
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
    shown: () => (show(), jobs.codePipeline.running.end('Succeeded')),
  },
  {
    what: 'an action that was abandoned',
    shown: () => (show(), jobs.codePipeline.running.end('Abandoned')),
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

describe('an action of a rollback', () => {
  const rollback = { pipelineExecutionId: 'e-9', status: 'InProgress', type: 'ROLLBACK' } as const;

  test('is found where its parameters have the id of the rollback', async () => {
    jobs.codePipeline.stages.push(rollback);
    show('e-9', { parameters: { executionId: 'e-9' } });
    await invoke({ parameters: { executionId: 'e-9' } });
    expect(worked).toHaveLength(1);
  });

  test.each(['InProgress', 'Stopping'] as const)(
    'is found, and logged with its own, where its parameters have the id of the execution that it goes back to, while that is %s',
    async (status) => {
      jobs.codePipeline.stages.push({ ...rollback, status });
      show();
      jobs.codePipeline.running.end('Succeeded');
      show('e-9', { id: 'job-2' });
      const lines = await logLinesOf(() => invoke({ id: 'job-2' }));
      expect(worked).toHaveLength(1);
      expect(lines.at(-1)).toMatchObject({ jobId: 'job-2', executionId: 'e-9' });
    },
  );

  test('is not looked for in a standard execution, or one that is over', async () => {
    jobs.codePipeline.stages.push(
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
  jobs.codePipeline.running.end('Failed');
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
  jobs.codePipeline.running.end('Succeeded');
  show();
  for (let count = 0; count < 120; count++) show('e-1', { id: `more-${count}`, parameters: { more: count } });
  await invoke();
  expect(worked).toHaveLength(1);
});

test.each(['PipelineNotFoundException', 'PipelineExecutionNotFoundException'])(
  'waits for a pipeline or an execution that CodePipeline does not know (%s)',
  async (code) => {
    jobs.codePipeline.answerListing(() => {
      throw new AwsError(code, 'not there');
    });
    expect((await invoke()).token).toBeDefined();
    expect(worked).toHaveLength(0);
  },
);

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
  const listed = jobs.codePipeline.running.list('e-1').map(({ input, ...rest }) => ({
    ...{ ...rest, input: { ...input, resolvedConfiguration: undefined } },
  }));
  jobs.codePipeline.answerListing(() => listed);
  expect((await invoke()).token).toBeDefined();
  expect(worked).toHaveLength(0);
});
