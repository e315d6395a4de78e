import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import {
  ACCOUNT,
  advanceUntil,
  OTHER_ACCOUNT,
  REGION,
  startTestEndpoint,
  type TestEndpoint,
  until,
} from '@pipeline-factory/local-endpoint/testing';
import { SCAN_IMAGES } from '../../handlers/contract/scan-images';
import { foundationOf, STAGING } from '../foundation/fixtures/foundation';
import { roleWith } from './support/role-with';
import { deployTemplate, type TemplateJson } from './support/deployed-template';

const QUEUE = `arn:aws:sqs:${REGION}:${ACCOUNT}:shop-foundation-stg-undelivered-events`;
const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:shop-foundation-stg-notifications`;
const FUNCTION = 'shop-foundation-stg-scan-images';

let local: TestEndpoint;

beforeAll(async () => {
  local = await startTestEndpoint({ roles: 'enforced' });
  const { template, outdir } = foundationOf(
    {
      ...STAGING,
      account: ACCOUNT,
      retain: true,
      eventReaders: [`arn:aws:iam::${ACCOUNT}:role/operators-*`],
    },
    [SCAN_IMAGES],
  );
  await deployTemplate(local, 'shop-foundation-stg', template.toJSON() as TemplateJson, outdir);
});
afterAll(() => local?.close());

function pipelineFails(execution: string): void {
  local.context.bus.emit({
    source: 'aws.codepipeline',
    'detail-type': 'CodePipeline Pipeline Execution State Change',
    account: ACCOUNT,
    region: REGION,
    resources: [],
    detail: { pipeline: 'shop-web-stg', state: 'FAILED', 'execution-id': execution },
  });
}

const logged = (text: string) => local.log.find((line) => line.includes(text));

describe('the topic', () => {
  it('gets the notifications of this account', async () => {
    pipelineFails('e-1');
    await until(() => logged('notification on') ?? logged('was not delivered'));
    expect(logged('Pipeline shop-web-stg failed')).toBeDefined();
  });

  it('takes nothing that a rule of another account sends', async () => {
    await sendWithRule(OTHER_ACCOUNT, 'theirs', TOPIC);
    await until(() => logged('message of theirs') ?? logged('by rule theirs'));
    expect(logged('message of theirs')).toBeUndefined();
  });

  it('takes nothing that another account publishes, whatever rights it gives its role', async () => {
    const right = { Effect: 'Allow', Action: ['sns:Publish', 'kms:*'], Resource: '*' };
    const theirs = new SNSClient(await roleWith(local, 'publisher', right, OTHER_ACCOUNT));
    const publication = theirs.send(new PublishCommand({ TopicArn: TOPIC, Message: 'message' }));
    await expect(publication).rejects.toThrow('is not authorized to perform');
  });
});

describe('the queue of undelivered events', () => {
  const QueueUrl = () => `${local.url}/${ACCOUNT}/shop-foundation-stg-undelivered-events`;
  /** A second principal of the account with rights to any queue. */
  const user = async (name: string, Action = 'sqs:ReceiveMessage') => {
    const right = { Effect: 'Allow', Action, Resource: '*' };
    return new SQSClient({ ...(await roleWith(local, name, right)), useQueueUrlAsEndpoint: false });
  };

  it('takes what rules of this account send, and nothing of another account', async () => {
    await sendWithRule(ACCOUNT, 'ours', QUEUE);
    await sendWithRule(OTHER_ACCOUNT, 'strangers', QUEUE);
    await until(() => logged('by rule strangers'));
    const named = await user('operators-on-call');
    const message = await until(async () => {
      const { Messages } = await named.send(new ReceiveMessageCommand({ QueueUrl: QueueUrl() }));
      return Messages?.[0]?.Body;
    });
    expect(message).toContain('message of ours');
  });

  it('is read by nobody whom the environment does not name', async () => {
    const other = await user('developers');
    await expect(other.send(new ReceiveMessageCommand({ QueueUrl: QueueUrl() }))).rejects.toThrow(
      'is not authorized to perform: sqs:ReceiveMessage',
    );
  });

  it('takes no event that somebody of the account makes up, and is emptied by nobody', async () => {
    const other = await user('queue-admins', 'sqs:*');
    const forged = new SendMessageCommand({ QueueUrl: QueueUrl(), MessageBody: 'made up' });
    await expect(other.send(forged)).rejects.toThrow('is not authorized to perform: sqs:SendMessage');
    await expect(other.send(new PurgeQueueCommand({ QueueUrl: QueueUrl() }))).rejects.toThrow(
      'is not authorized to perform: sqs:PurgeQueue',
    );
  });
});

describe('a job whose function fails for good', () => {
  const SECRET = 'a-secret-access-key';

  it('leaves its credentials in no queue', async () => {
    const artifactCredentials = { accessKeyId: 'a', secretAccessKey: SECRET, sessionToken: 't' };
    const job = { id: 'j', accountId: ACCOUNT, data: { artifactCredentials } };
    const Payload = Buffer.from(JSON.stringify({ 'CodePipeline.job': job }));
    const lambda = new LambdaClient(local.client());
    const none = { FunctionName: FUNCTION, ReservedConcurrentExecutions: 0 }; // so that it cannot even begin
    await lambda.send(new PutFunctionConcurrencyCommand(none));
    await lambda.send(new InvokeCommand({ FunctionName: FUNCTION, InvocationType: 'Event', Payload }));
    await advanceUntil(local.clock, () => logged(`${FUNCTION}: an event was given up`));
    expect(await everyMessage()).not.toContain(SECRET);
  });

  /** What is in the queues of the account, read by its administrator. */
  async function everyMessage(): Promise<string> {
    const sqs = new SQSClient({ ...local.client(), useQueueUrlAsEndpoint: false });
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
    const bodies = QueueUrls.map(async (QueueUrl) => {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
      return Messages.map(({ Body }) => Body).join('\n');
    });
    return (await Promise.all(bodies)).join('\n');
  }
});

/** Has a rule of an account send `message of <name>` to a target, which may be another account's. */
async function sendWithRule(account: string, name: string, Arn: string): Promise<void> {
  const events = new EventBridgeClient(local.client(account));
  await events.send(new PutRuleCommand({ Name: name, EventPattern: JSON.stringify({ source: [name] }) }));
  const Targets = [{ Id: 'target', Arn, Input: `"message of ${name}"` }];
  await events.send(new PutTargetsCommand({ Rule: name, Targets }));
  await events.send(
    new PutEventsCommand({ Entries: [{ Source: name, DetailType: 'anything', Detail: '{}' }] }),
  );
}

it('the topic gets nothing where the events role may not publish', async () => {
  const { withheldGrants } = local.authorization;
  const roles = [`arn:aws:iam::${ACCOUNT}:role/shop-foundation-stg-events`];
  withheldGrants.begin({ roles, isLeft: () => false });
  pipelineFails('e-2');
  const refused = await until(() => logged('was not delivered') ?? logged('execution e-2'));
  withheldGrants.begin({ roles: [], isLeft: () => true });
  withheldGrants.giveBack();
  expect(refused).toContain('is not authorized to perform: sns:Publish');
});
