import {
  GetAliasCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
} from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { strToU8 } from 'fflate';
import { expectSuccess, failedAction } from '../support/executions';
import { call, FAILED, type FunctionsApp, recordOf, upload } from '../support/functions-app';

const CARDS = 'acme-cards-test';

/** Calls the function as its callers do, and expects that it answers with what is configured. */
const SMOKE = `version: 0.2
phases:
  build:
    commands:
      - aws lambda invoke --function-name $CARD_FUNCTION:$ALIAS answer.json
      - grep 'a card' answer.json
`;

/** A function whose code a team's own CI uploads. */
export function testFromUploads(app: () => FunctionsApp): void {
  test('a zip that a CI uploads is published, answers, and is on record by its version', async () => {
    const { VersionId, ended } = await upload(app(), 'cards', {
      'index.mjs':
        'export const handler = async ({ lost }) => { if (lost) throw new Error(lost); return process.env.GREETING; };\n',
      'buildspec.smoke.yml': SMOKE,
    });
    await expectSuccess(app(), CARDS, ended);
    expect(await call(app(), `${CARDS}-card`)).toBe('a card');
    expect((await recordOf(app(), 'cards')).serving).toMatchObject({
      type: 'lambda',
      codeVersion: VersionId,
      cause: 'release',
    });
  });

  test('code whose verification fails once it has the traffic is taken back, and is not on record', async () => {
    const before = await recordOf(app(), 'cards');
    const { ended } = await upload(app(), 'cards', {
      'index.mjs': 'export const handler = async () => "no greeting";\n',
      'buildspec.smoke.yml': SMOKE,
    });
    expect(ended.status).toBe('Failed');
    const failed = await failedAction(app(), CARDS, ended.pipelineExecutionId ?? '');
    expect(failed).toMatchObject({
      action: 'Verify',
      log: expect.stringContaining("grep 'a card'") as string,
    });
    const FunctionName = `${CARDS}-card`;
    await app().until('the version that served before', async () => {
      const { FunctionVersion } = await app().lambda.send(
        new GetAliasCommand({ FunctionName, Name: 'live' }),
      );
      return FunctionVersion === '2' || undefined;
    });
    expect(await call(app(), FunctionName)).toBe('a card');
    expect(await recordOf(app(), 'cards')).toEqual(before);
  });

  test('a function runs in its network, with what is reserved for it, and what it fails for goes to its queue', async () => {
    const FunctionName = `${CARDS}-card`;
    const { VpcConfig } = await app().lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName, Qualifier: 'live' }),
    );
    expect(VpcConfig).toMatchObject({
      SubnetIds: [app().network.subnet],
      SecurityGroupIds: [app().network.securityGroup],
    });
    expect(await app().lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))).toMatchObject({
      ReservedConcurrentExecutions: 5,
    });
    const event = { lost: 'this card was lost' };
    await app().lambda.send(
      new InvokeCommand({
        ...{ FunctionName, Qualifier: 'live', InvocationType: 'Event' },
        Payload: strToU8(JSON.stringify(event)),
      }),
    );
    const { QueueUrl } = await app().sqs.send(new GetQueueUrlCommand({ QueueName: FAILED }));
    const record = await app().until('the event in the queue', async () => {
      const { Messages: [message] = [] } = await app().sqs.send(new ReceiveMessageCommand({ QueueUrl }));
      return message?.Body;
    });
    expect(JSON.parse(record)).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      requestPayload: event,
    });
  });

  test('a zip without the file of the handler is refused, with what it has, and what served answers still', async () => {
    const { ended } = await upload(app(), 'cards', {
      'main.mjs': 'export const handler = async () => "another card";\n',
    });
    expect(ended.status).toBe('Failed');
    expect(await failedAction(app(), CARDS, ended.pipelineExecutionId ?? '')).toMatchObject({
      action: 'PublishVersions',
      message: expect.stringMatching(
        /functions\.card\.handler: \. must have index\.js or index\.mjs or index\.cjs, got: index\.handler, .*there are main\.mjs/,
      ) as string,
    });
    expect(await call(app(), `${CARDS}-card`)).toBe('a card');
  });
}
