import {
  type CodePipelineClient,
  GetPipelineStateCommand,
  PutApprovalResultCommand,
} from '@aws-sdk/client-codepipeline';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { ACCOUNT, REGION, until, type TestEndpoint } from '../../testing';
import { startPipelines } from './support/start';
import { approval, ask, openShop, type Shop, source } from './support/shop';
import { containing, matching } from './support/matching';

const DAY = 24 * 60 * 60_000;
let endpoint: TestEndpoint;
let shop: Shop;
let pipelines: CodePipelineClient;

beforeAll(async () => {
  endpoint = await startPipelines();
  shop = await openShop(endpoint);
  pipelines = shop.pipelines;
  await shop.upload({ 'appspec.yaml': 'version: 0.0' });
  await new SNSClient(endpoint.client()).send(new CreateTopicCommand({ Name: 'approvals' }));
});
afterAll(() => endpoint.close());

const answer = (pipelineName: string, token: string, status: 'Approved' | 'Rejected' = 'Approved') =>
  pipelines.send(
    new PutApprovalResultCommand({
      pipelineName,
      stageName: 'First',
      actionName: 'Ask',
      token,
      result: { status, summary: 'fine' },
    }),
  );

test('publishes what waits for approval to the topic, in the shape of AWS', async () => {
  const configuration = {
    NotificationArn: `arn:aws:sns:${REGION}:${ACCOUNT}:approvals`,
    CustomData: 'settings #{Settings.VersionId}',
    ExternalEntityLink: 'https://example.com',
  };
  const name = await shop.create([source(), approval('First', configuration)]);
  const token = await shop.token(name, 'First');
  const publish = await until(() =>
    endpoint.calls.find(
      ({ operation, input }) => operation === 'Publish' && String(input.Message).includes(token),
    ),
  );
  const message = JSON.parse(String(publish.input.Message)) as {
    region: string;
    consoleLink: string;
    approval: object;
  };
  expect(publish.input.Subject).toBe(`APPROVAL NEEDED: AWS CodePipeline ${name} for action Ask`);
  expect(message).toMatchObject({
    region: REGION,
    consoleLink: containing(name),
    approval: {
      pipelineName: name,
      stageName: 'First',
      actionName: 'Ask',
      token,
      expires: matching(/^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/),
      externalEntityLink: 'https://example.com',
      customData: matching(/^settings \S+$/),
    },
  });
});

test('keeps with the action who approved it', async () => {
  const name = await shop.create([source(), approval('First')]);
  const id = await shop.start(name);
  await answer(name, await shop.token(name, 'First'));
  await answer(name, await shop.token(name, 'First'));
  expect(await shop.end(name, id)).toBe('Succeeded');
  expect(await shop.action(name, id, 'Ask')).toMatchObject({
    status: 'Succeeded',
    updatedBy: `arn:aws:iam::${ACCOUNT}:root`,
  });
});

test('a rejection fails the stage, with the reason and the person in the error', async () => {
  const name = await shop.create([source(), approval('First')]);
  await answer(name, await shop.token(name, 'First'), 'Rejected');
  const { stageStates } = await pipelines.send(new GetPipelineStateCommand({ name }));
  expect(stageStates?.[1]?.latestExecution?.status).toBe('Failed');
  expect(stageStates?.[1]?.actionStates?.[0]?.latestExecution).toMatchObject({
    summary: 'fine',
    lastUpdatedBy: `arn:aws:iam::${ACCOUNT}:root`,
    errorDetails: { message: `Rejected by arn:aws:iam::${ACCOUNT}:root: fine` },
  });
});

test('an approval takes one answer, and only with its own token', async () => {
  const name = await shop.create([source(), approval('First')]);
  const token = await shop.token(name, 'First');
  await expect(answer(name, 'made-up')).rejects.toMatchObject({ name: 'InvalidApprovalTokenException' });
  await answer(name, token);
  await expect(answer(name, token)).rejects.toMatchObject({ name: 'ApprovalAlreadyCompletedException' });
});

test.each([
  { name: 'seven days', timeoutInMinutes: undefined, milliseconds: 7 * DAY },
  { name: 'the minutes of its action', timeoutInMinutes: 30, milliseconds: 30 * 60_000 },
])('an approval without an answer fails after $name', async ({ timeoutInMinutes, milliseconds }) => {
  const name = await shop.create([source(), { name: 'First', actions: [ask('Ask', { timeoutInMinutes })] }]);
  const token = await shop.token(name, 'First');
  const asked = async () =>
    (await pipelines.send(new GetPipelineStateCommand({ name }))).stageStates?.[1]?.latestExecution?.status;
  endpoint.clock.advance(milliseconds - 1000);
  expect(await asked()).toBe('InProgress');
  endpoint.clock.advance(1000);
  await until(async () => (await asked()) === 'Failed');
  await expect(answer(name, token)).rejects.toMatchObject({ name: 'InvalidApprovalTokenException' });
});
