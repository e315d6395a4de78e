import type { ActionExecutionDetail } from '@aws-sdk/client-codepipeline';
import { manualClock } from '@pipeline-factory/local-endpoint/testing';
import { waitFor } from '../../../handlers/job/job-outcome';
import { AwsError } from '../../../local-endpoint/kit/aws-error';
import { jobFixture } from '../harness/job-fixture';
import { logLinesOf } from '../harness/log-lines';

const jobs = jobFixture();
const { worked, show, invoke } = jobs;

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
  jobs.codePipeline.running.reset();
  const { token: kept } = await invoke({ token }, options);
  expect(worked).toHaveLength(1);
  show();
  await invoke({ token: kept }, options);
  expect(worked[1]?.continuation).toEqual({ deadline: '2026-01-01T01:00:00.000Z', state: { seen: 7 } });
});

test.each(['InvalidJobStateException', 'JobNotFoundException'])(
  'logs a job that CodePipeline closed or does not know, and returns (%s)',
  async (code) => {
    jobs.codePipeline.rejectNext(new AwsError(code, 'no'));
    const lines = await logLinesOf(() => invoke());
    expect(worked).toHaveLength(0);
    expect([jobs.codePipeline.successes, jobs.codePipeline.failures]).toEqual([[], []]);
    expect(lines).toContainEqual(
      expect.objectContaining({ message: 'CodePipeline takes no result for this job any more' }),
    );
  },
);

test('fails the job where it may not ask', async () => {
  jobs.codePipeline.answerListing(() => {
    throw new AwsError('AccessDeniedException', 'not authorized');
  });
  expect(await invoke()).toMatchObject({ type: 'PermissionError' });
  expect(worked).toHaveLength(0);
});

test('asks again after a transient error', async () => {
  jobs.codePipeline.answerListing((): ActionExecutionDetail[] => {
    throw new AwsError('ThrottlingException', 'slow down');
  });
  expect((await invoke()).token).toContain('ThrottlingException');
  expect(worked).toHaveLength(0);
});

test('gives up after ten minutes of transient errors, too, however long the action itself may take', async () => {
  const clock = manualClock();
  const options = { deadlineSeconds: 86_400, now: () => clock.now() };
  jobs.codePipeline.answerListing((): ActionExecutionDetail[] => {
    throw new AwsError('ThrottlingException', 'slow down');
  });
  const { token } = await invoke({}, options);
  clock.advance(600_000);
  expect((await invoke({ token }, options)).failure).toMatch(
    /^Gave up at the deadline .* ThrottlingException/,
  );
});
