import { join } from 'node:path';
import { CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { runDiff } from '../../bin/commands/diff';
import { runRollback } from '../../bin/commands/rollback';
import { runStatus } from '../../bin/commands/status';
import { parseRecord } from '../../handlers/release-record/parse-record';
import { GitClone } from '../../rehearsal/git/clone';
import { ACCOUNT, deployApp, type DeployedApp, REGION } from './support/deployed-app';
import { endedExecution, expectSuccess, failedAction } from './support/executions';
import { outputOf } from './support/release-commands';

jest.setTimeout(600_000); // ends a hang: an idle machine needs a minute for the longest test

/** The example of the repository, released to one environment. */
const QUOTES = join(__dirname, '../../examples/quotes');
const PIPELINE = 'acme-quotes-test';
const FUNCTION = `${PIPELINE}-api`;

const config = ({ memory = 256, traffic = 'all-at-once' } = {}) => `
prefix: acme
environments: { test: { account: "${ACCOUNT}", region: ${REGION} } }
connections: { hub: { provider: GitHub } }
pipelines:
  quotes:
    kind: lambda
    source: { git: { connection: hub, repository: acme/quotes, push: { branches: [main] } } }
    checks: { lint: { buildspec: buildspec.lint.yml, timeout: 1h }, unit-tests: { buildspec: buildspec.test.yml, timeout: 1h } }
    build: { buildspec: buildspec.yml, timeout: 1h }
    functions: { api: { code: dist/api, handler: index.handler, runtime: nodejs22.x, memory: ${memory}, timeout: 10s } }
    deploy: { traffic: ${traffic} }
    environments: { test: {} }
`;

let app: DeployedApp;
let lambda: LambdaClient;
let quotes: GitClone;

beforeAll(async () => {
  app = await deployApp(config());
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'test' };
  lambda = new LambdaClient({ endpoint: app.local.url, region: REGION, credentials });
  const remote = `${app.local.url}/git/acme/quotes.git`;
  quotes = await GitClone.create(app.local.folder, QUOTES, 'main', [remote]);
});
afterAll(() => app?.local.close());

/** What a caller of the alias gets. */
async function call(): Promise<{
  readonly statusCode?: number;
  readonly errorMessage?: string;
  body?: string;
}> {
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: FUNCTION, Qualifier: 'live' }));
  return JSON.parse(Buffer.from(Payload ?? []).toString()) as Awaited<ReturnType<typeof call>>;
}

/** What answers, and what a release owns of the function. */
async function snapshot() {
  const name = { FunctionName: FUNCTION };
  const { FunctionVersion, RoutingConfig } = await lambda.send(
    new GetAliasCommand({ ...name, Name: 'live' }),
  );
  const { MemorySize, Handler, Runtime, CodeSha256 } = await lambda.send(
    new GetFunctionConfigurationCommand(name),
  );
  return { FunctionVersion, RoutingConfig, MemorySize, Handler, Runtime, CodeSha256 };
}

/** Pushes what was written. @returns a promise of the end of the execution that it starts */
async function push(message: string) {
  const commit = await quotes.commit(message);
  await quotes.push();
  return () =>
    endedExecution(app, PIPELINE, `a release of ${commit}`, ({ sourceRevisions = [] }) =>
      sourceRevisions.some(({ revisionId }) => revisionId === commit),
    );
}

async function release(message: string): Promise<string> {
  const ended = await (await push(message))();
  await expectSuccess(app, PIPELINE, ended);
  return ended.pipelineExecutionId ?? '';
}

const fireAlarm = (StateValue: 'ALARM' | 'OK') =>
  new CloudWatchClient({
    ...{ endpoint: app.local.url, region: REGION },
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'test' },
  }).send(new SetAlarmStateCommand({ AlarmName: `${FUNCTION}-errors`, StateValue, StateReason: 'a test' }));

const versions = async (): Promise<string[]> => {
  const { Versions = [] } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName: FUNCTION }));
  return Versions.map(({ Version = '' }) => Version).filter((version) => version !== '$LATEST');
};

test('until something is released the alias answers with an error that says so', async () => {
  expect((await call()).errorMessage).toContain(`Nothing is released yet: pipeline ${PIPELINE}`);
});

test('a push is checked, built and published, and the alias answers with it', async () => {
  const executionId = await release('The first version');
  expect(await call()).toMatchObject({ statusCode: 200 });
  const now = await snapshot();
  expect(now).toMatchObject({ FunctionVersion: '2', MemorySize: 256, Handler: 'index.handler' });
  const { Parameter } = await app.clients.ssm.send(
    new GetParameterCommand({ Name: '/acme/quotes/test/release' }),
  );
  expect(parseRecord(Parameter?.Value ?? '').serving).toMatchObject({
    type: 'lambda',
    alias: 'live',
    functions: { api: { functionName: FUNCTION, version: '2', codeSha256: now.CodeSha256 } },
    pipelineExecutionId: executionId,
  });
});

test('a commit that changes no code publishes no version', async () => {
  const before = await versions();
  await quotes.write('NOTES.md', 'Nothing of this is deployed.\n');
  await release('A note');
  expect(await versions()).toEqual(before);
  expect((await snapshot()).FunctionVersion).toBe('2');
});

test('deployed again with more memory, the stacks change nothing of the function; the next release does', async () => {
  const before = await snapshot();
  await app.deploy(config({ memory: 512 }));
  expect(await snapshot()).toEqual(before);
  await quotes.write('NOTES.md', 'Nor is this.\n');
  await release('Another note');
  expect(await snapshot()).toMatchObject({ FunctionVersion: '3', MemorySize: 512 });
});

test('status and rollback know what the alias names', async () => {
  await quotes.write('src/api/quotes.mjs', 'export const quoteOf = () => ({ text: "Less is more." });\n');
  await quotes.write('src/api/index.test.mjs', '');
  const executionId = await release('Another quote');
  expect(JSON.parse((await call()).body ?? '{}')).toMatchObject({ text: 'Less is more.', version: '4' });
  const shown = await outputOf(app, (query, out, tools) =>
    runStatus({ ...query, pipeline: PIPELINE }, out, tools),
  );
  expect(shown.text).toContain(`version 4 of ${FUNCTION}, alias live`);
  const went = await outputOf(app, (query, out, tools) =>
    runRollback({ ...query, pipeline: 'quotes' }, out, tools),
  );
  expect(went.text).toContain('alias live of api goes to version 3');
  expect(went.text).toContain(`✓ version 3 of ${FUNCTION}`);
  expect(went.code).toBe(0);
  expect((await snapshot()).FunctionVersion).toBe('3');
  const differs = await outputOf(app, (query, out, tools) =>
    runDiff({ ...query, pipeline: PIPELINE, execution: executionId }, out, tools),
  );
  expect(differs.text).toMatch(/~ api\.version: 3 .* 4/);
  expect(differs.text).toContain('api.code');
  expect(differs.text).not.toContain('api.memory');
});

test('a canary whose alarm fires goes back, and the record names what serves', async () => {
  await app.deploy(config({ memory: 512, traffic: '{ canary: { percentage: 10, interval: 5m } }' }));
  await quotes.write('src/api/quotes.mjs', 'export const quoteOf = () => ({ text: "More is more." });\n');
  const ended = await push('A canary');
  await app.until('A canary', async () => (await snapshot()).RoutingConfig?.AdditionalVersionWeights?.['5']);
  await fireAlarm('ALARM');
  const { status, pipelineExecutionId = '' } = await ended();
  expect(status).toBe('Failed');
  expect(await failedAction(app, PIPELINE, pipelineExecutionId)).toMatchObject({
    action: 'api',
    message: expect.stringContaining(`${FUNCTION}-errors`) as string,
  });
  const { FunctionVersion, RoutingConfig } = await snapshot();
  expect(FunctionVersion).toBe('3');
  expect(RoutingConfig?.AdditionalVersionWeights ?? {}).toEqual({});
  await fireAlarm('OK');
});
