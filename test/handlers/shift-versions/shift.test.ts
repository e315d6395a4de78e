import { StopDeploymentCommand } from '@aws-sdk/client-codedeploy';
import { advanceUntil } from '@pipeline-factory/local-endpoint/testing';
import { deployedVersions } from '../harness/deployed-versions';
import { versionsHarness } from '../harness/versions-harness';

const harness = versionsHarness();
const deployed = deployedVersions(harness);

const GOOD = { before: 'Succeeded', after: 'Succeeded' };
const CANARY = 'CodeDeployDefault.LambdaCanary10Percent30Minutes';

test('has CodeDeploy invoke a hook, move the traffic and invoke the other, and waits for the end', async () => {
  await deployed.next(GOOD);
  const job = deployed.job();
  const first = await harness.invoke(job);
  expect(first).toMatchObject({
    kind: 'success',
    executionDetails: {
      summary: expect.stringMatching(/^Waiting for deployment d-\w{9} of api to end/) as string,
    },
  });
  const result = await deployed.play(deployed.following(job, first));
  const [deployment, ...others] = await deployed.deployments('api');
  expect(others).toEqual([]);
  expect(deployment).toMatchObject({
    ...{ status: 'Succeeded', description: 'Pipeline execution e1, action invoke-0' },
    deploymentGroupName: harness.of('api'),
  });
  expect(result).toMatchObject({
    executionDetails: { summary: 'api 2 serve', externalExecutionId: deployment?.deploymentId },
  });
  expect(await harness.alias('api')).toEqual(['2', {}]);
});

test('deploys nothing where the versions serve already', async () => {
  await deployed.next(GOOD);
  await harness.moveAlias('api', '2');
  expect(await harness.invoke(deployed.job())).toMatchObject({
    executionDetails: { summary: 'api 2 serve already' },
  });
  expect(await deployed.deployments('api')).toEqual([]);
});

test('moves only what does not serve yet', async () => {
  await deployed.next({ ...GOOD, names: ['api', 'worker'] });
  await harness.moveAlias('api', '2');
  expect(await deployed.play(deployed.job())).toMatchObject({
    executionDetails: { summary: 'api 2, worker 2 serve' },
  });
  expect(await deployed.deployments('api')).toEqual([]);
  expect(await harness.alias('worker')).toEqual(['2', {}]);
});

test('fails with the hooks’ names where the first refuses, and the alias stays', async () => {
  await deployed.next({ before: 'Failed', after: 'Succeeded' });
  const result = await deployed.play(deployed.job());
  const hooks = harness.settings.hooks ?? {};
  expect(result).toMatchObject({
    kind: 'failure',
    failureDetails: {
      message: expect.stringMatching(
        new RegExp(
          `^Deployment d-\\w+ of api ended as Failed: HOOK_EXECUTION_FAILURE: .*Hooks: ${hooks.beforeAllowTraffic} before the traffic, ${hooks.afterAllowTraffic} after it`,
        ),
      ) as string,
    },
  });
  expect(await harness.alias('api')).toEqual(['1', {}]);
});

test('fails once CodeDeploy has given the alias back, where the last hook refuses', async () => {
  await deployed.next({ before: 'Succeeded', after: 'Failed' });
  expect(await deployed.play(deployed.job())).toMatchObject({ kind: 'failure' });
  expect((await deployed.deployments('api')).map(({ creator, status }) => [creator, status])).toEqual([
    ['user', 'Failed'],
    ['codeDeployRollback', 'Succeeded'],
  ]);
  expect(await harness.alias('api')).toEqual(['1', {}]);
});

test('stops the others where one function fails, and fails when their aliases are back', async () => {
  await deployed.next({ ...GOOD, names: ['api', 'worker'], config: CANARY });
  const job = deployed.job();
  const first = await harness.invoke(job);
  const [worker] = await deployed.deployments('worker');
  await deployed.client.send(new StopDeploymentCommand({ deploymentId: worker?.deploymentId }));
  const result = await deployed.play(deployed.following(job, first));
  expect(result).toMatchObject({
    kind: 'failure',
    failureDetails: { message: expect.stringMatching(/of worker ended as Stopped: MANUAL_STOP/) as string },
  });
  for (const name of ['api', 'worker']) {
    expect(await harness.alias(name)).toEqual(['1', {}]);
    expect((await deployed.deployments(name))[0]).toMatchObject({ creator: 'user', status: 'Stopped' });
  }
});

test('stops and takes back what has not ended in time', async () => {
  await deployed.next({ ...GOOD, config: CANARY });
  const job = deployed.job();
  const first = await harness.invoke(job);
  const token = JSON.parse((first?.kind === 'success' && first.continuationToken) || '{}') as {
    state: object;
  };
  const until = '2020-01-01T00:00:00.000Z';
  const continuationToken = JSON.stringify({ ...token, state: { ...token.state, until } });
  expect(await deployed.play({ ...deployed.following(job, first), continuationToken })).toMatchObject({
    kind: 'failure',
    failureDetails: {
      type: 'SystemUnavailable',
      message: expect.stringContaining(`deployments had not ended at ${until}`) as string,
    },
  });
  expect(await harness.alias('api')).toEqual(['1', {}]);
});

test('goes back by a rollback of the stage in the same way', async () => {
  await deployed.next(GOOD);
  await harness.moveAlias('api', '2');
  harness.pipeline.executions.push({ id: 'e1', status: 'Succeeded', stage: 'Deploy' });
  harness.pipeline.executions.push({ id: 'back', rollsBackTo: 'e1', status: 'InProgress', stage: 'Deploy' });
  const result = await deployed.play(deployed.job({ parameters: { versions: { api: '1' } } }));
  expect(result).toMatchObject({ executionDetails: { summary: 'api 1 serve' } });
  expect((await deployed.deployments('api'))[0]?.description).toMatch(/^Pipeline execution back, action /);
  expect(await harness.alias('api')).toEqual(['1', {}]);
});

test('deploys anew where the stage is retried after a failure', async () => {
  await deployed.next({ before: 'Failed' });
  await deployed.play(deployed.job());
  await deployed.play(deployed.job());
  const descriptions = (await deployed.deployments('api')).map(({ description }) => description);
  expect(descriptions).toHaveLength(2);
  expect(new Set(descriptions).size).toBe(2);
});

test('stops what an abandoned execution has left, and moves the traffic once it has gone back', async () => {
  const names = ['api', 'worker'];
  await deployed.next({ ...GOOD, config: CANARY, names });
  await harness.invoke(deployed.job({ executionId: 'e0' }));
  const hasBegun = async (name: string) => (await harness.alias(name))[1][2] === 0.1;
  await advanceUntil(
    harness.endpoint.clock,
    async () => (await hasBegun('api')) && (await hasBegun('worker')),
    1_000,
  );
  harness.pipeline.running.end('Abandoned');
  for (const name of names) await harness.publish(name, 5);
  const job = deployed.job({ executionId: 'e5', parameters: { versions: { api: '3', worker: '3' } } });
  const first = await harness.invoke(job);
  expect(first).toMatchObject({
    executionDetails: {
      summary: expect.stringMatching(
        /^Waiting for deployment d-\w+ of .* which execution e0 has left/,
      ) as string,
    },
  });
  expect(await deployed.play(deployed.following(job, first))).toMatchObject({
    executionDetails: { summary: 'api 3, worker 3 serve' },
  });
  for (const name of names) {
    expect(await harness.alias(name)).toEqual(['3', {}]);
    const all = await deployed.deployments(name);
    expect(all.map(({ creator, status }) => [creator, status])).toEqual([
      ['user', 'Stopped'],
      ['codeDeployRollback', 'Succeeded'],
      ['user', 'Succeeded'],
    ]);
  }
});

test('names a deployment that somebody else has running, and leaves it running', async () => {
  await deployed.next({ ...GOOD, config: CANARY, names: ['api', 'worker'] });
  const theirs = await deployed.deployByHand('api');
  const result = await harness.invoke(deployed.job());
  expect(result).toMatchObject({
    kind: 'failure',
    failureDetails: {
      type: 'ConfigurationError',
      message: expect.stringMatching(
        new RegExp(
          `^CodeDeploy must have no other deployment of ${harness.of('api')}, got: ${theirs}, \\w+, "By hand": wait for its end or stop it, and retry the stage$`,
        ),
      ) as string,
    },
  });
  expect(await deployed.deployments('api')).toMatchObject([
    { status: expect.stringMatching(/^(Created|InProgress)$/) as string },
  ]);
  expect(await deployed.deployments('worker')).toEqual([]);
});

test.each<{ what: string; prepare: () => Promise<void>; message: string }>([
  {
    what: 'an alias with weights that somebody has left',
    prepare: () => harness.moveAlias('api', '1', { 2: 0.5 }),
    message: 'must name one version, got: version 1, 50 % of calls version 2',
  },
  {
    what: 'another alias than there is',
    prepare: () => harness.configure({}, { alias: 'prod' }),
    message: 'must have alias prod, got: no such alias',
  },
])('refuses $what before anything is deployed', async ({ prepare, message }) => {
  await deployed.next(GOOD);
  await prepare();
  expect(await harness.invoke(deployed.job())).toMatchObject({
    kind: 'failure',
    failureDetails: { message: expect.stringContaining(message) as string },
  });
  expect(await deployed.deployments('api')).toEqual([]);
});
