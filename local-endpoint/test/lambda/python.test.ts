import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { workerProgram } from '../../services/lambda/worker/program';
import { bucketName } from '../../testing';
import { type LocalLambda, startLocalLambda } from './support/local-lambda';

let local: LocalLambda;

beforeAll(async () => {
  local = await startLocalLambda();
});
afterAll(() => local.close());

const create = (name: string, code: string, Handler = 'index.handler') =>
  local.create(name, { 'index.py': code }, { Runtime: 'python3.13', Handler });

async function invoke(FunctionName: string, event: unknown = {}) {
  const Payload = Buffer.from(JSON.stringify(event));
  const answer = await new LambdaClient(local.as).send(new InvokeCommand({ FunctionName, Payload }));
  const value = JSON.parse(Buffer.from(answer.Payload ?? []).toString()) as unknown;
  return { ...answer, value: value as Record<string, unknown> };
}

test('gives what a Python handler returns, which sees the event, its context and the endpoint’s time', async () => {
  await create(
    'python',
    `import datetime, time
def handler(event, context):
    return {
        "got": event["name"],
        "by": context.function_name,
        "id": context.aws_request_id,
        "left": context.get_remaining_time_in_millis() > 0,
        "time": [time.time(), datetime.datetime.now().timestamp()],
    }`,
  );
  const begun = local.clock.now().getTime() / 1000;
  const { value, FunctionError } = await invoke('python', { name: 'green' });
  expect(FunctionError).toBeUndefined();
  expect(value).toMatchObject({
    got: 'green',
    by: 'python',
    id: expect.stringMatching(/^[\w-]{36}$/) as string,
    left: true,
  });
  for (const time of value.time as number[]) expect(Math.abs(time - begun)).toBeLessThan(60);
});

test('stays warm, and writes what it prints and logs to its log group', async () => {
  await create(
    'counting',
    `import logging
calls = []
def handler(event, context):
    calls.append(event)
    print("call", len(calls))
    logging.getLogger().warning("so far %d", len(calls))
    return len(calls)`,
  );
  await invoke('counting');
  expect((await invoke('counting')).value).toBe(2);
  const { events = [] } = await new CloudWatchLogsClient(local.as).send(
    new FilterLogEventsCommand({ logGroupName: '/aws/lambda/counting' }),
  );
  const log = events.map(({ message }) => message).join('\n');
  expect(log).toContain('call 2\n');
  expect(log).toMatch(/\[WARNING\]\t\d{4}-[\d-]+T[\d:.]+Z\t[\w-]{36}\tso far 2/);
});

test('gives numbers of DynamoDB, and writes what a program writes as bytes', async () => {
  await create(
    'decimal',
    `import sys
from decimal import Decimal
def handler(event, context):
    sys.stdout.buffer.write("größer\\n".encode())
    sys.stdout.writelines(["one\\n", "two\\n"])
    return {"price": Decimal("9.5"), "caller": context.identity.cognito_identity_id}`,
  );
  expect((await invoke('decimal')).value).toEqual({ price: 9.5, caller: null });
  const { events = [] } = await new CloudWatchLogsClient(local.as).send(
    new FilterLogEventsCommand({ logGroupName: '/aws/lambda/decimal' }),
  );
  const lines = events.map(({ message }) => message);
  expect(lines).toEqual(expect.arrayContaining(['größer', 'one', 'two']));
});

test('finds the AWS SDK, which calls the endpoint', async () => {
  await create(
    'calling',
    `import boto3
def handler(event, context):
    return [bucket["Name"] for bucket in boto3.client("s3").list_buckets()["Buckets"]]`,
  );
  expect((await invoke('calling')).value).toEqual([bucketName('code')]);
});

test('describes an error that a handler raises, with its stack', async () => {
  await create('raising', 'def handler(event, context):\n    raise ValueError("too far")');
  const { FunctionError, value } = await invoke('raising');
  expect(FunctionError).toBe('Unhandled');
  expect(value).toMatchObject({ errorType: 'ValueError', errorMessage: 'too far' });
  expect((value.stackTrace as string[])[0]).toContain('line 2, in handler');
});

test.each([
  [
    'a module that is not there',
    'missing.handler',
    '',
    'Runtime.ImportModuleError',
    /Unable to import module 'missing'/,
  ],
  [
    'a handler that is not there',
    'index.other',
    '',
    'Runtime.HandlerNotFound',
    /'other' missing on module 'index'/,
  ],
  [
    'code that is no Python',
    'index.handler',
    'def (',
    'Runtime.UserCodeSyntaxError',
    /Syntax error in module 'index'/,
  ],
  [
    'an answer that is no JSON',
    'index.handler',
    'handler = lambda event, context: {1, 2}',
    'Runtime.MarshalError',
    /Unable to marshal response/,
  ],
  [
    'the end of its process',
    'index.handler',
    'import os\nhandler = lambda *_: os._exit(3)',
    'Runtime.ExitError',
    /exit status 3/,
  ],
])('names %s', async (what, handler, code, errorType, message) => {
  const name = what.replaceAll(' ', '-');
  await create(name, code, handler);
  expect((await invoke(name)).value).toMatchObject({
    errorType,
    errorMessage: expect.stringMatching(message) as string,
  });
});

test('without Python on this machine, a Python function has no program, and neither has one of another language', () => {
  expect(workerProgram('python3.13', () => undefined)).toBeUndefined();
  expect(workerProgram('ruby3.4')).toBeUndefined();
});

test('a function of another language is refused by name', async () => {
  await local.create('ruby', { 'index.rb': '' }, { Runtime: 'ruby3.4' });
  await expect(invoke('ruby')).rejects.toThrow(
    'The local endpoint runs only functions whose Runtime is nodejs, or python where python3 is on PATH; function ruby, got: ruby3.4',
  );
});
