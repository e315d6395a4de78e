import { DeleteAliasCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import type { FunctionSettings } from '../../../handlers/contract/lambda-settings';
import { publishing } from '../harness/publishing';
import { versionsHarness } from '../harness/versions-harness';

const harness = versionsHarness();
const { built, failure, publish } = publishing(harness);

const LEFT: Partial<FunctionSettings> = {
  ...{ existing: true, handler: undefined, runtime: undefined, architecture: undefined },
  ...{ memory: undefined, timeout: undefined, environment: undefined },
};

/** What the team's own stack has configured. */
beforeEach(() =>
  harness.lambda.send(
    new UpdateFunctionConfigurationCommand({
      ...{ FunctionName: harness.of('api'), MemorySize: 1024, Timeout: 77 },
      Environment: { Variables: { TABLE: 'orders', LEVEL: 'info' } },
    }),
  ),
);

const configured = async () => {
  const { MemorySize, Timeout, Environment, Handler } = await harness.configuration('api', '2');
  return { MemorySize, Timeout, Handler, variables: Environment?.Variables };
};

test('gets code, and keeps the configuration that the settings leave out', async () => {
  await harness.configure({ api: LEFT });
  expect((await publish(await built(1))).api).toBe('2');
  expect(harness.changes()).toEqual(['UpdateFunctionCode', 'PublishVersion']);
  expect(await configured()).toEqual({
    ...{ MemorySize: 1024, Timeout: 77, Handler: 'index.handler' },
    variables: { TABLE: 'orders', LEVEL: 'info' },
  });
});

test('gets what the settings have, and of the rest nothing is sent', async () => {
  await harness.configure({ api: { ...LEFT, memory: 256 } });
  await publish(await built(1));
  expect(await configured()).toMatchObject({ MemorySize: 256, Timeout: 77, variables: { LEVEL: 'info' } });
});

test('has no variables but those of the settings, where they have any', async () => {
  await harness.configure({ api: { ...LEFT, environment: { TABLE: 'quotes' } } });
  await publish(await built(1));
  expect(await configured()).toMatchObject({ MemorySize: 1024, variables: { TABLE: 'quotes' } });
});

test('is refused where the code lacks the file of the handler that it has', async () => {
  await harness.lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName: harness.of('api'), Handler: 'main.handle' }),
  );
  await harness.configure({ api: LEFT });
  expect(await failure(await built(1))).toContain('must have main.js or main.mjs or main.cjs');
});

test.each([
  { latest: false, command: `publish-version --function-name` },
  { latest: true, command: `--function-version '$LATEST'` },
])('is refused without its alias, with the commands that make it (latest: $latest)', async (given) => {
  const { latest, command } = given;
  await harness.lambda.send(new DeleteAliasCommand({ FunctionName: harness.of('api'), Name: 'live' }));
  await harness.configure({ api: LEFT }, { latest });
  harness.pipeline.executions.push({ id: 'e1', status: 'InProgress', stage: 'Publish' });
  const message = await failure(await built(1));
  expect(message).toContain('must have the alias live, which releases move, got: none');
  expect(message).toContain(`aws lambda create-alias --function-name ${harness.of('api')} --name live`);
  expect(message).toContain(command);
});
