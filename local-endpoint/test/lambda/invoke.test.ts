import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  GetFunctionConfigurationCommand,
  type InvocationRequest,
  InvokeCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { ACCOUNT } from '../../testing';
import { type LocalLambda, startLocalLambda } from './support/local-lambda';

let local: LocalLambda;
let client: LambdaClient;

beforeAll(async () => {
  local = await startLocalLambda();
  client = new LambdaClient({ ...local.as, maxAttempts: 1 });
});
afterAll(() => local.close());

async function invoke(FunctionName: string, event: unknown = {}, more: Partial<InvocationRequest> = {}) {
  const answer = await client.send(
    new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)), ...more }),
  );
  const text = Buffer.from(answer.Payload ?? []).toString();
  return { ...answer, value: text ? (JSON.parse(text) as Record<string, unknown>) : undefined };
}

async function logOf(logGroupName: string): Promise<string> {
  const found = await new CloudWatchLogsClient(local.as).send(new FilterLogEventsCommand({ logGroupName }));
  return (found.events ?? []).map(({ message }) => message).join('\n');
}

test('gives what an ES module handler resolves to', async () => {
  await local.create('esm', { 'index.mjs': 'export const handler = async (event) => ({ got: event.name })' });
  const answer = await invoke('esm', { name: 'green' });
  expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST', value: { got: 'green' } });
  expect(answer.FunctionError).toBeUndefined();
});

test('gives what a CommonJS handler hands its callback', async () => {
  await local.create(
    'commonjs',
    { 'app/main.js': 'exports.run = (event, context, done) => done(null, { id: context.functionName })' },
    { Handler: 'app/main.run' },
  );
  expect((await invoke('commonjs')).value).toEqual({ id: 'commonjs' });
});

test('shows a function its own variables and its role, and nothing of the endpoint but PATH', async () => {
  await local.create(
    'environment',
    { 'index.mjs': 'export const handler = async () => process.env' },
    { Environment: { Variables: { PREFIX: 'shop' } }, MemorySize: 256 },
  );
  process.env.SECRET_OF_THE_ENDPOINT = 'hidden';
  const { value } = await invoke('environment');
  delete process.env.SECRET_OF_THE_ENDPOINT;
  expect(value).toMatchObject({
    PREFIX: 'shop',
    AWS_LAMBDA_FUNCTION_NAME: 'environment',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_REGION: 'ap-northeast-1',
    AWS_ENDPOINT_URL: local.as.endpoint,
    AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/) as string,
  });
  const unexpected = Object.keys(value ?? {}).filter((name) => !/^(AWS_|LAMBDA_|_HANDLER$)/.test(name));
  expect(unexpected.sort()).toEqual(['LANG', 'NODE_PATH', 'PATH', 'PREFIX', 'TZ']);
});

test('stays warm between invocations and starts anew with new code', async () => {
  const counting = 'let count = 0; export const handler = async () => ({ count: ++count })';
  await local.create('warm', { 'index.mjs': counting });
  await invoke('warm');
  expect((await invoke('warm')).value).toEqual({ count: 2 });
  const code = await local.upload({ 'index.mjs': counting.replace('= 0', '= 100') });
  await client.send(new UpdateFunctionCodeCommand({ FunctionName: 'warm', ...code }));
  expect((await invoke('warm')).value).toEqual({ count: 101 });
});

test('runs one invocation at a time in each worker', async () => {
  const lasting = `let running = 0;
    export const handler = async () => { running++; const most = running;
      await new Promise((resolve) => setTimeout(resolve, 50)); running--; return { most, process: process.pid }; }`;
  await local.create('parallel', { 'index.mjs': lasting });
  const answers = await Promise.all([invoke('parallel'), invoke('parallel')]);
  expect(answers.map(({ value }) => value?.most)).toEqual([1, 1]);
  expect(new Set(answers.map(({ value }) => value?.process)).size).toBe(2);
});

test('describes an error that the handler throws', async () => {
  await local.create('throws', {
    'index.mjs': 'export const handler = async () => { throw new RangeError("too far") }',
  });
  const answer = await invoke('throws');
  expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
  expect(answer.value).toMatchObject({ errorType: 'RangeError', errorMessage: 'too far' });
  expect((answer.value?.trace as string[])[0]).toBe('RangeError: too far');
});

test('names a handler that is not exported', async () => {
  await local.create('nameless', { 'index.mjs': 'export const other = 1' });
  const { value } = await invoke('nameless');
  expect(value).toMatchObject({
    errorType: 'Runtime.HandlerNotFound',
    errorMessage: 'index.handler is undefined or not exported',
  });
});

test('names a module that is not there', async () => {
  await local.create('moduleless', { 'other.mjs': '' });
  const { value } = await invoke('moduleless');
  expect(value).toMatchObject({ errorType: 'Runtime.ImportModuleError' });
});

test('kills a function when its time is over, and the next invocation has a new worker', async () => {
  const hanging = `export const handler = async (event) => {
    if (event.hang) for (;;); return { fine: true }; }`;
  await local.create('hangs', { 'index.mjs': hanging }, { Timeout: 1 });
  const late = await invoke('hangs', { hang: true });
  expect(late.FunctionError).toBe('Unhandled');
  expect(late.value).toEqual({
    errorType: 'Sandbox.Timedout',
    errorMessage: expect.stringMatching(
      /^RequestId: [\w-]{36} Error: Task timed out after 1\.00 seconds$/,
    ) as string,
  });
  expect((await invoke('hangs')).value).toEqual({ fine: true });
});

test('tells of a function that ends its own process', async () => {
  await local.create('exits', { 'index.mjs': 'export const handler = async () => process.exit(3)' });
  const { value } = await invoke('exits');
  expect(value).toMatchObject({
    errorType: 'Runtime.ExitError',
    errorMessage: expect.stringContaining('Runtime exited with error: exit status 3') as string,
  });
});

test('writes what the function writes to its log group, between START and REPORT', async () => {
  await local.create('logs', {
    'index.mjs':
      'export const handler = async () => { console.warn("a %s", "warning"); process.stdout.write("raw\\n") }',
  });
  const { LogResult } = await invoke('logs', {}, { LogType: 'Tail' });
  const log = await logOf('/aws/lambda/logs');
  expect(log).toMatch(/^START RequestId: \S+ Version: \$LATEST\n\S+\t\S+\tWARN\ta warning\nraw\nEND/);
  expect(log).toContain('Memory Size: 128 MB');
  expect(
    Buffer.from(LogResult ?? '', 'base64')
      .toString()
      .trim(),
  ).toBe(log);
});

test('writes to the log group of the configuration, and gives that configuration back', async () => {
  const LoggingConfig = { LogGroup: '/shop/functions', LogFormat: 'JSON' } as const;
  await local.create(
    'own-group',
    { 'index.mjs': 'export const handler = async () => console.log("hello")' },
    { LoggingConfig },
  );
  await invoke('own-group');
  expect(await logOf('/shop/functions')).toContain('"level":"INFO"');
  const given = await client.send(new GetFunctionConfigurationCommand({ FunctionName: 'own-group' }));
  expect(given.LoggingConfig).toMatchObject(LoggingConfig);
});

test('says that it could, on DryRun', async () => {
  await local.create('dry', { 'index.mjs': 'export const handler = async () => { throw new Error("ran") }' });
  expect(await invoke('dry', {}, { InvocationType: 'DryRun' })).toMatchObject({ StatusCode: 204 });
});

test.each([
  ['no-such', {}, 'ResourceNotFoundException'],
  ['not a name!', {}, 'ValidationException'],
  [`arn:aws:lambda:eu-west-1:${ACCOUNT}:function:esm`, {}, 'ResourceNotFoundException'],
  ['esm:1', { Qualifier: '2' }, 'InvalidParameterValueException'],
  ['esm', { Payload: Buffer.from('{') }, 'InvalidRequestContentException'],
  [
    'esm',
    { InvocationType: 'Event' as const, Payload: Buffer.alloc(2 ** 20 + 1, ' ') },
    'RequestTooLargeException',
  ],
])('refuses %s with %o as AWS does: %s', async (name, more, error) => {
  await expect(invoke(name, {}, more)).rejects.toMatchObject({ name: error });
});

test('refuses more invocations than the function reserves', async () => {
  await local.create('reserved', { 'index.mjs': 'export const handler = async () => 1' });
  const setting = { FunctionName: 'reserved', ReservedConcurrentExecutions: 0 };
  await client.send(new PutFunctionConcurrencyCommand(setting));
  await expect(invoke('reserved')).rejects.toMatchObject({ name: 'TooManyRequestsException' });
});

test('honours a changed configuration at the next invocation', async () => {
  await local.create('changes', {
    'index.mjs': 'export const handler = async () => process.env.COLOUR ?? null',
  });
  await invoke('changes');
  const Environment = { Variables: { COLOUR: 'green' } };
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'changes', Environment }));
  expect((await invoke('changes')).value).toBe('green');
});

test('runs a function whose role may not write logs, without a log', async () => {
  await local.create('silent', { 'index.mjs': 'export const handler = async () => "done"' });
  local.deny('logs:CreateLogStream');
  expect((await invoke('silent')).value).toBe('done');
  await expect(logOf('/aws/lambda/silent')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
