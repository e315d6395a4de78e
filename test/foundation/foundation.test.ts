import { Match } from 'aws-cdk-lib/assertions';
import { SCAN_IMAGES } from '../../handlers/contract/scan-images';
import { configText, EXISTING_PIPELINE } from '../support/configs';
import { appOf, templateOf } from '../support/synthesized';
import { statementsOf } from '../support/templates';
import { foundationOf, PRODUCTION, STAGING } from './fixtures/foundation';

const { template: stg } = foundationOf(STAGING, [SCAN_IMAGES]);
const { template: prd } = foundationOf(PRODUCTION, [SCAN_IMAGES]);
const ROLES = ['', '-build', '-check', '-verify', '-bake', '-pr', '-pr-build'].map(
  (suffix) => `arn:aws:iam::111111111111:role/shop-*-stg${suffix}`,
);
const EVENTS_ROLE = 'arn:aws:iam::111111111111:role/shop-foundation-stg-events';
const TOPIC = Match.anyValue();

interface RuleResource {
  readonly Properties: { readonly Targets: readonly object[] };
}

describe('the artifact bucket', () => {
  it('is encrypted with the one key, versioned, and not public', () => {
    stg.resourceCountIs('AWS::S3::Bucket', 1);
    stg.resourceCountIs('AWS::KMS::Key', 1);
    stg.hasResourceProperties('AWS::S3::Bucket', {
      BucketName: 'shop-foundation-stg-111111111111-ap-northeast-1',
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
      },
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
  });

  it('keeps artifacts as long as CodePipeline keeps executions', () => {
    stg.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ ExpirationInDays: 365 })]) },
    });
  });

  it.each(['AWS::S3::BucketPolicy', 'AWS::SNS::TopicPolicy'])('refuses plain HTTP (%s)', (type) => {
    stg.hasResourceProperties(type, {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });
});

describe('the key', () => {
  it('rotates and has an alias with a deterministic name', () => {
    stg.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
    stg.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/shop-foundation-stg' });
  });

  it('allows the pipelines of its environment, their builds, checks, verifications and bakes, by the patterns of their roles', () => {
    stg.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { AWS: '*' },
            Condition: {
              ArnLike: { 'aws:PrincipalArn': ROLES },
              StringEquals: { 'aws:PrincipalAccount': '111111111111' },
            },
          }),
        ]),
      },
    });
  });

  it.each([
    ['CloudWatch', { Principal: { Service: 'cloudwatch.amazonaws.com' } }],
    ['the events role', { Condition: { ArnEquals: { 'aws:PrincipalArn': EVENTS_ROLE } } }],
    ['EventBridge, for its dead-letter queue,', { Principal: { Service: 'events.amazonaws.com' } }],
  ])('lets %s use it', (_, statement) => {
    stg.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike(statement)]) },
    });
  });
});

describe('the events role', () => {
  it('starts the pipelines of its environment, publishes to its topic, and nothing else', () => {
    expect(statementsOf(stg, 'shop-foundation-stg-events')).toEqual([
      {
        Effect: 'Allow',
        Action: 'codepipeline:StartPipelineExecution',
        Resource: 'arn:aws:codepipeline:ap-northeast-1:111111111111:shop-*-stg',
      },
      { Effect: 'Allow', Action: 'sns:Publish', Resource: expect.anything() as unknown },
    ]);
  });
});

describe('notifications', () => {
  it('go to the approvers of the environment', () => {
    stg.resourceCountIs('AWS::SNS::Subscription', 0);
    prd.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'ops@example.com' });
  });

  it('are sent for a failed pipeline of this environment, as a sentence', () => {
    stg.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.codepipeline'],
        detail: { pipeline: [{ wildcard: 'shop-*-stg' }], state: ['FAILED'] },
      },
      Targets: [
        {
          Arn: TOPIC,
          InputTransformer: { InputTemplate: Match.stringLikeRegexp('^"Pipeline <pipeline> failed') },
        },
      ],
    });
  });

  it('are sent for a deployment that failed or was stopped', () => {
    stg.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.codedeploy'],
        detail: { application: [{ wildcard: 'shop-*-stg' }], state: ['FAILURE', 'STOP'] },
      },
    });
  });
});

describe('an event that is not delivered', () => {
  const rules = Object.values(stg.findResources('AWS::Events::Rule')) as RuleResource[];

  it('is tried again for an hour, and then kept for two days, whatever its target', () => {
    expect(rules).toHaveLength(2);
    for (const { Properties } of rules)
      expect(Properties.Targets).toEqual([
        expect.objectContaining({
          RetryPolicy: { MaximumEventAgeInSeconds: 3600 },
          DeadLetterConfig: { Arn: expect.anything() as unknown },
        }),
      ]);
    stg.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'shop-foundation-stg-undelivered-events',
      KmsMasterKeyId: Match.anyValue(),
      MessageRetentionPeriod: 172_800,
    });
  });

  it.each([
    ['ApproximateNumberOfMessagesVisible', 'shop-foundation-stg-undelivered-events'],
    ['FailedInvocations', 'shop-foundation-stg-pipeline-failed-not-sent'],
    ['FailedInvocations', 'shop-foundation-stg-deployment-failed-not-sent'],
  ])('raises an alarm on %s (%s)', (MetricName, AlarmName) => {
    stg.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName, AlarmName, AlarmActions: [TOPIC] });
  });

  it('is read by whom the environment names', () => {
    const readers = ['arn:aws:iam::111111111111:role/operators'];
    const { template } = foundationOf({ ...STAGING, eventReaders: readers }, []);
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Action: ['sqs:DeleteMessage', 'sqs:PurgeQueue', 'sqs:ReceiveMessage'],
            Condition: { ArnNotLike: { 'aws:PrincipalArn': readers } },
          }),
        ]),
      },
    });
  });
});

describe('data, when the stack is destroyed,', () => {
  it('is deleted, unless the environment retains it', () => {
    for (const type of ['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::Logs::LogGroup']) {
      stg.hasResource(type, { DeletionPolicy: 'Delete' });
      prd.hasResource(type, { DeletionPolicy: 'RetainExceptOnCreate' });
    }
  });

  it('is deleted from a bucket first, because CloudFormation deletes only an empty one', () => {
    stg.hasResource('Custom::EmptyBucketOnDelete', {
      Properties: { BucketName: Match.anyValue(), ServiceTimeout: 900 },
    });
    stg.hasResourceProperties('AWS::S3::Bucket', {
      Tags: [{ Key: 'pipeline-factory:empty-on-delete', Value: 'true' }],
    });
  });

  it('is never deleted from a bucket that is retained', () => {
    prd.resourceCountIs('Custom::EmptyBucketOnDelete', 0);
    prd.hasResourceProperties('AWS::S3::Bucket', { Tags: Match.absent() });
  });
});

it('exists also for an environment without a pipeline', () => {
  templateOf(appOf(configText(EXISTING_PIPELINE)), 'shop-foundation-prd').resourceCountIs(
    'AWS::S3::Bucket',
    1,
  );
});
