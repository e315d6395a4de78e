import {
  CloudTrailClient,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import { clientOf } from '../../kit/client';
import type { ServiceContext } from '../../kit/context';
import type { ForwardedCall, Observer } from '../../kit/operation';

/**
 * Emits "AWS API Call via CloudTrail" for a call on an object, only where a trail that is logging records data events of
 * that object. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
export function objectCalls(context: ServiceContext): Observer[] {
  return RECORDED.map((operation) => ({
    service: 's3',
    operation,
    after: (call) => emitEvent(context, call),
  }));
}

/** Only calls that make an object start pipelines. */
const RECORDED = ['PutObject', 'CopyObject', 'CompleteMultipartUpload'] as const;

async function emitEvent(context: ServiceContext, call: ForwardedCall): Promise<void> {
  const { Bucket, Key } = call.input as { Bucket: string; Key: string };
  const { caller, region } = call.context;
  const client = clientOf(CloudTrailClient, context.aws.asService(caller.accountId, region));
  if (!(await isRecorded(client, `arn:aws:s3:::${Bucket}/${Key}`))) return;
  const versionId = call.responseHeaders.get('x-amz-version-id');
  context.bus.emit({
    source: 'aws.s3',
    'detail-type': 'AWS API Call via CloudTrail',
    account: caller.accountId,
    region,
    detail: {
      eventVersion: '1.11',
      userIdentity: {
        type: caller.roleArn ? 'AssumedRole' : 'Root',
        arn: caller.arn,
        accountId: caller.accountId,
      },
      eventTime: context.clock.now().toISOString(),
      eventSource: 's3.amazonaws.com',
      eventName: call.operation,
      awsRegion: region,
      requestParameters: { bucketName: Bucket, key: Key },
      responseElements: versionId ? { 'x-amz-version-id': versionId } : {},
      resources: [
        { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${Bucket}/${Key}` },
        { type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${Bucket}`, accountId: caller.accountId },
      ],
      eventType: 'AwsApiCall',
      managementEvent: false,
      readOnly: false,
      eventCategory: 'Data',
      recipientAccountId: caller.accountId,
    },
  });
}

async function isRecorded(client: CloudTrailClient, objectArn: string): Promise<boolean> {
  const { trailList } = await client.send(new DescribeTrailsCommand({}));
  for (const { TrailARN } of trailList ?? []) {
    const { IsLogging } = await client.send(new GetTrailStatusCommand({ Name: TrailARN }));
    const { EventSelectors } = await client.send(new GetEventSelectorsCommand({ TrailName: TrailARN }));
    if (IsLogging && (EventSelectors ?? []).some((selector) => selects(selector, objectArn))) return true;
  }
  return false;
}

function selects(selector: EventSelector, objectArn: string): boolean {
  if (selector.ReadWriteType === 'ReadOnly') return false;
  return (selector.DataResources ?? []).some(
    ({ Type, Values }) =>
      Type === 'AWS::S3::Object' && (Values ?? []).some((prefix) => objectArn.startsWith(prefix)),
  );
}
