import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { CreateRepositoryCommand, ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import {
  DeleteRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { ACCOUNT, bucketName, REGION } from '../../testing';
import { type StartedEndpoint, startWholeEndpoint } from '../../testing/whole-endpoint';
import type { AwsEvent } from '../../kit/event-bus';
import { type Inbox, openInbox } from './support/inbox';

let local: StartedEndpoint;
let inbox: Inbox;
let events: EventBridgeClient;
let s3: S3Client;

const as = () => local.client();

beforeAll(async () => {
  local = await startWholeEndpoint();
  events = new EventBridgeClient(as());
  s3 = new S3Client(as());
  inbox = await openInbox(as(), 'inbox');
});

afterAll(() => local.close());

/** A rule that sends what matches to the inbox. */
async function route(name: string, pattern: object, target: Partial<Target> = {}): Promise<void> {
  await events.send(new PutRuleCommand({ Name: name, EventPattern: JSON.stringify(pattern) }));
  await events.send(
    new PutTargetsCommand({ Rule: name, Targets: [{ Id: 'inbox', Arn: inbox.arn, ...target }] }),
  );
}

const put = (DetailType: string, detail: object) =>
  events.send(
    new PutEventsCommand({ Entries: [{ Source: 'shop', DetailType, Detail: JSON.stringify(detail) }] }),
  );

describe('a rule', () => {
  it('delivers the events that match to its target, and no other', async () => {
    await route('orders', { source: ['shop'], 'detail-type': ['order'] });
    await put('refund', { id: 1 });
    await put('order', { id: 2 });
    const [event] = await inbox.take<AwsEvent>(1);
    expect(event).toMatchObject({ source: 'shop', account: ACCOUNT, region: REGION, detail: { id: 2 } });
  });

  it('delivers the input that its input transformer makes', async () => {
    const InputTransformer = { InputPathsMap: { id: '$.detail.id' }, InputTemplate: '{"order": "<id>"}' };
    await route('transformed', { 'detail-type': ['transformed'] }, { InputTransformer });
    await put('transformed', { id: 'a-7' });
    expect(await inbox.take(1)).toEqual([{ order: 'a-7' }]);
  });

  it('does nothing while it is disabled', async () => {
    await route('switched', { 'detail-type': ['switched'] });
    await events.send(new DisableRuleCommand({ Name: 'switched' }));
    await put('switched', { id: 1 });
    await events.send(new EnableRuleCommand({ Name: 'switched' }));
    await put('switched', { id: 2 });
    expect(await inbox.take<AwsEvent>(1)).toMatchObject([{ detail: { id: 2 } }]);
  });

  it('logs a delivery that is refused, and sends the event to the dead-letter queue', async () => {
    const closed = await openInbox(as(), 'closed', { policy: false });
    await route(
      'closed',
      { 'detail-type': ['closed'] },
      { Arn: closed.arn, DeadLetterConfig: { Arn: inbox.arn } },
    );
    await put('closed', { id: 3 });
    expect(await inbox.take<AwsEvent>(1)).toMatchObject([{ 'detail-type': 'closed' }]);
    expect(local.log.join('\n')).toContain('was not delivered by rule closed');
  });

  it.each([
    {
      name: 'a schedule',
      command: new PutRuleCommand({ Name: 'r', ScheduleExpression: 'rate(1 day)' }),
      message: 'ScheduleExpression is not supported',
    },
    {
      name: 'an invalid pattern',
      command: new PutRuleCommand({ Name: 'r', EventPattern: '{"a": 1}' }),
      message: 'Event pattern is not valid',
    },
    {
      name: 'a name with a space',
      command: new PutRuleCommand({ Name: 'a b', EventPattern: '{"a":["b"]}' }),
      message: 'failed to satisfy constraint',
    },
    {
      name: 'another bus',
      command: new PutRuleCommand({ Name: 'r', EventBusName: 'mine', EventPattern: '{"a":["b"]}' }),
      message: 'Event bus mine does not exist',
    },
  ])('with $name is refused', async ({ command, message }) => {
    await expect(events.send(command)).rejects.toThrow(message);
  });

  it('with targets cannot be deleted', async () => {
    await route('kept', { 'detail-type': ['kept'] });
    await expect(events.send(new DeleteRuleCommand({ Name: 'kept' }))).rejects.toThrow(
      "can't be deleted since it has targets",
    );
  });

  it.each([
    {
      name: 'a pipeline without a role',
      targets: [{ Id: 'p', Arn: `arn:aws:codepipeline:${REGION}:${ACCOUNT}:p` }],
      message: 'RoleArn is required',
    },
    {
      name: 'a resource that events cannot be delivered to',
      targets: [{ Id: 'b', Arn: `arn:aws:batch:${REGION}:${ACCOUNT}:job` }],
      message: 'does not deliver events to',
    },
    {
      name: 'two inputs',
      targets: [{ Id: 't', Arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:inbox`, Input: '1', InputPath: '$' }],
      message: 'Only one of Input',
    },
    {
      name: 'six targets',
      targets: [1, 2, 3, 4, 5, 6].map((id) => ({
        Id: `${id}`,
        Arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:q${id}`,
      })),
      message: 'exceeds the maximum',
    },
  ])('refuses $name', async ({ targets, message }) => {
    await events.send(new PutRuleCommand({ Name: 'refusing', EventPattern: '{"a":["b"]}' }));
    await expect(events.send(new PutTargetsCommand({ Rule: 'refusing', Targets: targets }))).rejects.toThrow(
      message,
    );
  });
});

describe('a versioned bucket that sends its events', () => {
  const Bucket = bucketName('settings');

  beforeAll(async () => {
    await s3.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }),
    );
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    await s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: { EventBridgeConfiguration: {} },
      }),
    );
    await route('created', { source: ['aws.s3'], detail: { bucket: { name: [Bucket] } } });
  });

  it('raises "Object Created" with the version for a put, a copy and a multipart upload', async () => {
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key: 'a.zip', Body: 'one' }));
    expect(await inbox.take<AwsEvent>(1)).toMatchObject([
      {
        'detail-type': 'Object Created',
        detail: { reason: 'PutObject', object: { key: 'a.zip', 'version-id': VersionId, size: 3 } },
      },
    ]);
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'b.zip', CopySource: `${Bucket}/a.zip` }));
    expect(await inbox.take<AwsEvent>(1)).toMatchObject([
      { detail: { reason: 'CopyObject', object: { key: 'b.zip' } } },
    ]);
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'c.zip' }));
    const { ETag } = await s3.send(
      new UploadPartCommand({ Bucket, Key: 'c.zip', UploadId, PartNumber: 1, Body: 'part' }),
    );
    const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] };
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: 'c.zip', UploadId, MultipartUpload }));
    expect(await inbox.take<AwsEvent>(1)).toMatchObject([
      { detail: { reason: 'CompleteMultipartUpload', object: { key: 'c.zip' } } },
    ]);
  });

  it('raises the call as CloudTrail records it only where a trail covers the object', async () => {
    await route('recorded', { 'detail-type': ['AWS API Call via CloudTrail'] });
    await s3.send(new PutObjectCommand({ Bucket, Key: 'unrecorded', Body: 'x' }));
    expect((await inbox.take<AwsEvent>(1)).map((event) => event['detail-type'])).toEqual(['Object Created']);
    const trail = new CloudTrailClient(as());
    await trail.send(new CreateTrailCommand({ Name: 'uploads', S3BucketName: Bucket }));
    const DataResources = [{ Type: 'AWS::S3::Object', Values: [`arn:aws:s3:::${Bucket}/recorded`] }];
    await trail.send(
      new PutEventSelectorsCommand({
        TrailName: 'uploads',
        EventSelectors: [{ ReadWriteType: 'WriteOnly', DataResources }],
      }),
    );
    await trail.send(new StartLoggingCommand({ Name: 'uploads' }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'recorded', Body: 'x' }));
    const both = await inbox.take<AwsEvent>(2);
    expect(both.find((event) => event['detail-type'].includes('CloudTrail'))).toMatchObject({
      detail: { eventName: 'PutObject', requestParameters: { bucketName: Bucket, key: 'recorded' } },
    });
  });
});

it('a push to ECR raises "ECR Image Action" with digest and tag', async () => {
  const ecr = new ECRClient(as());
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'web' }));
  await route('pushed', { source: ['aws.ecr'] });
  const imageManifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    layers: [],
    config: {},
  });
  const { image } = await ecr.send(
    new PutImageCommand({ repositoryName: 'web', imageTag: 'v1', imageManifest }),
  );
  expect(await inbox.take<AwsEvent>(1)).toMatchObject([
    {
      detail: {
        'action-type': 'PUSH',
        result: 'SUCCESS',
        'repository-name': 'web',
        'image-tag': 'v1',
        'image-digest': image?.imageId?.imageDigest,
      },
    },
  ]);
});

it('an alarm raises an event when its state changes, and not when it is set again', async () => {
  const alarms = new CloudWatchClient(as());
  await alarms.send(
    new PutMetricAlarmCommand({
      AlarmName: 'errors',
      Namespace: 'N',
      MetricName: 'M',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  );
  await route('alarmed', { source: ['aws.cloudwatch'] });
  const set = (StateValue: 'ALARM' | 'OK') =>
    alarms.send(new SetAlarmStateCommand({ AlarmName: 'errors', StateValue, StateReason: 'test' }));
  await set('ALARM');
  await set('ALARM');
  await set('OK');
  const changes = await inbox.take<AwsEvent>(2);
  const states = changes.map(({ detail }) => (detail.state as { value: string }).value);
  expect(states.sort()).toEqual(['ALARM', 'OK']);
});
