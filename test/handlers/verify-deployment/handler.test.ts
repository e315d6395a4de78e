import type { StatusType } from '@aws-sdk/client-codebuild';
import { AwsError } from '../../../local-endpoint/kit/aws-error';
import { handler } from '../../../handlers/verify-deployment/handler';
import { actionHarness, FAULT_TEST_TIMEOUT } from '../harness/action-harness';
import type { EventArtifact } from '../harness/artifacts';
import { callsWith, changesOf } from '../harness/faults';
import { pipelineRun } from '../harness/release-harness';
import type { ReceivedResult } from '../harness/running-actions';

const harness = actionHarness(handler, () => ({ deployAction: 'Deploy', project: 'the-verify' }));

/** How the build ends that verifies the deployment. */
let ending: StatusType;
let source: EventArtifact;

beforeEach(async () => {
  ending = 'SUCCEEDED';
  source = await harness.artifact({ 'smoke.yml': 'version: 0.2' }, 'source');
  await begin();
});

/** The deploy action of the execution has made a deployment, whose traffic has not moved. */
async function begin(): Promise<void> {
  harness.history.runs.push(pipelineRun(1, { deployInProgress: true }));
  harness.history.deployments.set('d-1', { status: 'InProgress' });
}

const move = () =>
  harness.history.deployments.set('d-1', { status: 'InProgress', instanceTerminationWaitTimeStarted: true });

const endBuilds = () => {
  for (const [token, build] of harness.history.builds)
    harness.history.builds.set(token, { ...build, buildStatus: ending });
};

const waitingFor = (result: ReceivedResult | undefined) =>
  result?.kind === 'success' && result.continuationToken !== undefined
    ? (JSON.parse(result.continuationToken) as { waitingFor: string }).waitingFor
    : undefined;

/** Invokes the function until it is done; what dies is invoked again with the same event, as Lambda does. */
async function play(): Promise<ReceivedResult | undefined> {
  let continuationToken: string | undefined;
  for (let look = 1; look <= 10; look++) {
    const event = harness.job([source], { continuationToken });
    const { id } = event['CodePipeline.job'];
    await harness.invoke(event).catch(() => harness.invoke(event));
    const result = harness.history.results.find(({ jobId }) => jobId === id);
    if (waitingFor(result) === undefined) return result;
    continuationToken = (result as { continuationToken: string }).continuationToken;
    endBuilds();
  }
  throw new Error('the action must end, got ten looks');
}

const failureIn = (result: ReceivedResult | undefined) =>
  result?.kind === 'failure' ? result.failureDetails?.message : undefined;

test('waits until all traffic has moved, and starts nothing before', async () => {
  expect(waitingFor(await harness.run([source]))).toBe('all traffic of deployment d-1 to move');
  expect(harness.history.builds.size).toBe(0);
});

test('waits for a deploy action that has not begun', async () => {
  harness.history.runs.length = 0;
  expect(waitingFor(await harness.run([source]))).toBe(
    'action Deploy of this execution to begin a deployment',
  );
});

describe('after a retry of the stage, whose deployment before has ended,', () => {
  const MINUTE = 60_000;

  /** The action that verifies began so many minutes ago; the deploy action ended so many after that. */
  function retried(minutesAgo: number, endedAfter: number): void {
    const began = Date.now() - minutesAgo * MINUTE;
    harness.history.running.startTime = new Date(began);
    harness.history.runs.length = 0;
    harness.history.runs.push(pipelineRun(1, { ended: new Date(began + endedAfter * MINUTE) }));
    harness.history.deployments.set('d-1', { status: 'Stopped' });
  }

  test('waits for the deploy action of this attempt, and verifies its deployment', async () => {
    retried(4, -1);
    const first = await harness.run([source]);
    expect(waitingFor(first)).toBe('action Deploy of this execution to begin a deployment');
    harness.history.runs.push(
      pipelineRun(1, { deploymentId: 'd-2', deployInProgress: true, ended: new Date() }),
    );
    harness.history.deployments.set('d-2', { status: 'InProgress' });
    const { continuationToken } = first as { continuationToken: string };
    expect(waitingFor(await harness.run([source], { continuationToken }))).toBe(
      'all traffic of deployment d-2 to move',
    );
  });

  test('believes the old deployment after five minutes, because a retry of this action alone has no other', async () => {
    retried(6, -1);
    expect(failureIn(await harness.run([source]))).toBe(
      'Deployment d-1 cannot be verified: it ended as Stopped',
    );
  });

  test('believes at once a deployment that ended after this action began', async () => {
    retried(4, 1);
    expect(failureIn(await harness.run([source]))).toBe(
      'Deployment d-1 cannot be verified: it ended as Stopped',
    );
  });
});

test('builds what the job was given once the traffic has moved, and succeeds with the build', async () => {
  move();
  const result = await play();
  expect(result).toMatchObject({
    kind: 'success',
    executionDetails: {
      summary: 'Build the-verify:1 has verified deployment d-1',
      externalExecutionId: 'the-verify:1',
    },
  });
  const { bucketName, objectKey } = source.location.s3Location;
  expect([...harness.history.builds.values()]).toMatchObject([
    { sourceVersion: `arn:aws:s3:::${bucketName}/${objectKey}` },
  ]);
  expect(harness.history.deployments.get('d-1')?.status).toBe('InProgress');
});

test('lets the build wait for a machine for as long as its project says', async () => {
  move();
  await play();
  expect([...harness.history.builds.values()]).toMatchObject([{ queuedTimeoutInMinutes: 480 }]);
});

test.each<StatusType>(['FAILED', 'FAULT', 'STOPPED', 'TIMED_OUT'])(
  'stops the deployment after a build that ends as %s, so that blue serves again',
  async (status) => {
    move();
    ending = status;
    expect(failureIn(await play())).toBe(
      `Build the-verify:1 must succeed, got: ${status}; deployment d-1 is stopped, and blue gets all traffic back`,
    );
    expect(harness.history.deployments.get('d-1')?.status).toBe('Stopped');
  },
);

test('fails where the deployment does, and verifies nothing', async () => {
  harness.history.deployments.set('d-1', {
    status: 'Failed',
    errorInformation: { message: 'green is not healthy' },
  });
  expect(failureIn(await play())).toBe('Deployment d-1 cannot be verified: green is not healthy');
  expect(harness.history.builds.size).toBe(0);
});

test('fails where blue went before the verification began', async () => {
  harness.history.deployments.set('d-1', { status: 'Succeeded' });
  expect(failureIn(await play())).toContain('deploy.blueTerminationWait must be longer');
});

test('fails with the deployment that an alarm stops while it is verified', async () => {
  move();
  ending = 'IN_PROGRESS';
  const first = await harness.run([source]);
  harness.history.deployments.set('d-1', {
    status: 'Stopped',
    errorInformation: { message: 'an alarm is raised' },
  });
  const { continuationToken } = first as { continuationToken: string };
  expect(failureIn(await harness.run([source], { continuationToken }))).toMatch(
    /ended while it was verified: an alarm is raised/,
  );
});

test('says so where a build fails after blue has gone', async () => {
  move();
  const first = await harness.run([source]);
  ending = 'FAILED';
  endBuilds();
  harness.history.deployments.set('d-1', { status: 'Succeeded' });
  const { continuationToken } = first as { continuationToken: string };
  expect(failureIn(await harness.run([source], { continuationToken }))).toMatch(/so that blue is gone$/);
});

const refuse = (operation: string, code: string) =>
  harness.overrides.set(operation, async () => {
    throw new AwsError(code, 'the cause');
  });

const status = () => harness.history.deployments.get('d-1')?.status;

test.each(['ResourceNotFoundException', 'AccessDeniedException', 'InvalidInputException'])(
  'stops the deployment where CodeBuild refuses to start the build with %s, and fails with it',
  async (code) => {
    move();
    refuse('StartBuild', code);
    expect(failureIn(await play())).toBe(
      `Project the-verify must start a build, got: none; deployment d-1 is stopped, and blue gets all traffic back: ${code}: the cause`,
    );
    expect(status()).toBe('Stopped');
  },
);

test('stops the deployment where the job has no artifact to build', async () => {
  move();
  expect(failureIn(await harness.run([]))).toMatch(
    /blue gets all traffic back: The action must have one input artifact, got: none$/,
  );
  expect(status()).toBe('Stopped');
});

test('waits where the account runs as many builds as it may, and builds once it may again', async () => {
  move();
  refuse('StartBuild', 'AccountLimitExceededException');
  const first = await harness.run([source]);
  expect(waitingFor(first)).toBe('a free build of CodeBuild for project the-verify to verify deployment d-1');
  expect(status()).toBe('InProgress');
  harness.overrides.clear();
  const { continuationToken } = first as { continuationToken: string };
  expect(waitingFor(await harness.run([source], { continuationToken }))).toMatch(/^build the-verify:1 /);
});

test('waits for a free build no longer than blue does', async () => {
  move();
  refuse('StartBuild', 'AccountLimitExceededException');
  const { continuationToken } = (await harness.run([source])) as { continuationToken: string };
  harness.history.deployments.set('d-1', { status: 'Succeeded' });
  expect(failureIn(await harness.run([source], { continuationToken }))).toMatch(/ended before it could be/);
});

test('stops the deployment where CodeBuild refuses to say how the build goes', async () => {
  move();
  const { continuationToken } = (await harness.run([source])) as { continuationToken: string };
  refuse('BatchGetBuilds', 'AccessDeniedException');
  expect(failureIn(await harness.run([source], { continuationToken }))).toBe(
    'Build the-verify:1 must be readable, got: an error; deployment d-1 is stopped, and blue gets all traffic back: AccessDeniedException: the cause',
  );
  expect(status()).toBe('Stopped');
});

test.each(['request lost', 'response lost'] as const)(
  'starts one build and stops the deployment once, whichever call dies with its %s',
  async (fault) => {
    move();
    ending = 'FAILED';
    harness.proxy.heal();
    await play();
    const calls = callsWith(fault, harness.proxy.operations);
    expect(changesOf(harness.proxy.operations)).toEqual(['StartBuild', 'StopDeployment']);
    for (const call of calls) {
      await harness.nextPipeline();
      source = await harness.artifact({ 'smoke.yml': 'version: 0.2' }, 'source');
      await begin();
      move();
      harness.proxy.break(call, fault, true);
      expect(failureIn(await play())).toMatch(/^Build the-verify:1 must succeed, got: FAILED/);
      harness.proxy.heal();
      expect(harness.history.builds.size).toBe(1);
      expect(harness.history.deployments.get('d-1')?.status).toBe('Stopped');
    }
  },
  FAULT_TEST_TIMEOUT,
);
