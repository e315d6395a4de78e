import {
  DeleteFunctionCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  LambdaClient,
  ListFunctionEventInvokeConfigsCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { ACCOUNT } from '../../testing';
import { type LocalLambda, startLocalLambda } from './support/local-lambda';

let local: LocalLambda;
let client: LambdaClient;

const FunctionName = 'configured';
const target = { FunctionName };
const Destination = `arn:aws:sqs:ap-northeast-1:${ACCOUNT}:failures`;

beforeAll(async () => {
  local = await startLocalLambda();
  client = new LambdaClient(local.as);
  await local.create(FunctionName, { 'index.mjs': 'export const handler = async () => 1' });
});
afterAll(() => local.close());

const get = () => client.send(new GetFunctionEventInvokeConfigCommand(target));

test('keeps what it is given, changes what an update names, and clears the rest when put again', async () => {
  const DestinationConfig = { OnFailure: { Destination } };
  await client.send(
    new PutFunctionEventInvokeConfigCommand({ ...target, MaximumRetryAttempts: 1, DestinationConfig }),
  );
  const update = { ...target, MaximumEventAgeInSeconds: 60 };
  await client.send(new UpdateFunctionEventInvokeConfigCommand(update));
  expect(await get()).toMatchObject({
    FunctionArn: `arn:aws:lambda:ap-northeast-1:${ACCOUNT}:function:${FunctionName}:$LATEST`,
    MaximumRetryAttempts: 1,
    MaximumEventAgeInSeconds: 60,
    DestinationConfig: { OnSuccess: {}, ...DestinationConfig },
    LastModified: local.clock.now(),
  });
  await client.send(new PutFunctionEventInvokeConfigCommand({ ...target, MaximumRetryAttempts: 2 }));
  const cleared = await get();
  expect(cleared.MaximumEventAgeInSeconds).toBeUndefined();
  expect(cleared.DestinationConfig?.OnFailure?.Destination).toBeUndefined();
});

test('lists and deletes', async () => {
  const list = async () => {
    const found = await client.send(new ListFunctionEventInvokeConfigsCommand(target));
    return found.FunctionEventInvokeConfigs?.length;
  };
  await client.send(new PutFunctionEventInvokeConfigCommand({ ...target, MaximumRetryAttempts: 2 }));
  expect(await list()).toBe(1);
  await client.send(new DeleteFunctionEventInvokeConfigCommand(target));
  expect(await list()).toBe(0);
  await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test.each([
  [{ MaximumRetryAttempts: 3 }, 'MaximumRetryAttempts must be 0 to 2, got: 3'],
  [{ MaximumEventAgeInSeconds: 59 }, 'MaximumEventAgeInSeconds must be 60 to 21600, got: 59'],
  [
    { DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::bucket' } } },
    'Destination must be the ARN of an SQS queue or an SNS topic on the local endpoint, got: arn:aws:s3:::bucket',
  ],
])('refuses %o', async (setting, message) => {
  const request = new PutFunctionEventInvokeConfigCommand({ ...target, ...setting });
  await expect(client.send(request)).rejects.toThrow(message);
});

test('knows no configuration of a function that is not there, or no longer', async () => {
  const absent = new PutFunctionEventInvokeConfigCommand({ FunctionName: 'absent' });
  await expect(client.send(absent)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await client.send(new PutFunctionEventInvokeConfigCommand({ ...target, MaximumRetryAttempts: 2 }));
  await client.send(new DeleteFunctionCommand(target));
  await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
