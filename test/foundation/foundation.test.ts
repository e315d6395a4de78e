import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { configText, EXISTING_PIPELINE, ROLLING_PIPELINE } from '../support/configs';
import { appOf, templateOf } from '../support/synthesized';
import { statementsOf } from '../support/templates';

/** Its pipelines use every action function. */
const app = appOf(configText(ROLLING_PIPELINE.replace('build: docker', 'build: docker\n    scan: high')));
const stg = templateOf(app, 'shop-foundation-stg');
const prd = templateOf(app, 'shop-foundation-prd');
const PIPELINE_ROLES = 'arn:aws:iam::111111111111:role/shop-*-stg';
const BUILD_ROLES = 'arn:aws:iam::111111111111:role/shop-*-stg-build';
const TOPIC = Match.anyValue();

describe('the artifact bucket', () => {
  it('is encrypted with the one key, versioned, and nobody else’s', () => {
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

  it('keeps artifacts as long as CodePipeline remembers executions', () => {
    stg.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ ExpirationInDays: 365 })]) },
    });
  });

  it.each(['AWS::S3::BucketPolicy', 'AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy'])(
    'refuses plain HTTP, as everything here does (%s)',
    (type) => {
      stg.hasResourceProperties(type, {
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          ]),
        },
      });
    },
  );
});

describe('the key', () => {
  it('rotates and has an alias that pipelines can work out', () => {
    stg.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
    stg.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/shop-foundation-stg' });
  });

  it('serves the pipelines of its environment and their builds by the patterns of their roles', () => {
    stg.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { AWS: '*' },
            Condition: {
              ArnLike: { 'aws:PrincipalArn': [PIPELINE_ROLES, BUILD_ROLES] },
              StringEquals: { 'aws:PrincipalAccount': '111111111111' },
            },
          }),
        ]),
      },
    });
  });

  it.each(['events.amazonaws.com', 'cloudwatch.amazonaws.com'])(
    'lets %s publish to the encrypted topic',
    (Service) => {
      stg.hasResourceProperties('AWS::KMS::Key', {
        KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Principal: { Service } })]) },
      });
      stg.hasResourceProperties('AWS::SNS::TopicPolicy', {
        PolicyDocument: {
          Statement: Match.arrayWith([Match.objectLike({ Principal: { Service }, Action: 'sns:Publish' })]),
        },
      });
    },
  );
});

describe('the events role', () => {
  it('starts the pipelines of its environment and no others', () => {
    expect(statementsOf(stg, 'shop-foundation-stg-events')).toEqual([
      {
        Effect: 'Allow',
        Action: 'codepipeline:StartPipelineExecution',
        Resource: 'arn:aws:codepipeline:ap-northeast-1:111111111111:shop-*-stg',
      },
    ]);
  });
});

describe('notifications', () => {
  it('go to the approvers of the environment', () => {
    stg.resourceCountIs('AWS::SNS::Subscription', 0);
    prd.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'ops@example.com' });
  });

  it('tell of a failed pipeline of this environment in words', () => {
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

  it('tell of a deployment that failed or was stopped', () => {
    stg.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.codedeploy'],
        detail: { application: [{ wildcard: 'shop-*-stg' }], state: ['FAILURE', 'STOP'] },
      },
    });
  });

  it('tell of an invocation that failed for good', () => {
    stg.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 1,
      AlarmActions: [TOPIC],
    });
  });
});

describe.each(['record-release', 'scan-images', 'update-task-definition'])(
  'the action function %s',
  (action) => {
    const name = `shop-foundation-stg-${action}`;

    it('runs on Node.js 22, for a minute at most, with a log group of its own', () => {
      stg.hasResourceProperties('AWS::Lambda::Function', {
        FunctionName: name,
        Runtime: 'nodejs22.x',
        Timeout: 60,
      });
      stg.hasResourceProperties('AWS::Logs::LogGroup', {
        LogGroupName: `/aws/lambda/${name}`,
        RetentionInDays: 30,
      });
    });

    it('does its work with the roles of its environment’s pipelines, and little by itself', () => {
      const allowed = statementsOf(stg, name).flatMap(({ Action }) => Action);
      expect(allowed.sort()).toEqual([
        'codepipeline:PutJobFailureResult',
        'codepipeline:PutJobSuccessResult',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
        'sqs:SendMessage',
        'sts:AssumeRole',
      ]);
      expect(statementsOf(stg, name, 'sts:AssumeRole')[0]?.Resource).toBe(PIPELINE_ROLES);
    });
  },
);

it('keeps invocations of every action function that failed for good', () => {
  stg.resourceCountIs('AWS::Lambda::EventInvokeConfig', 3);
  stg.allResourcesProperties('AWS::Lambda::EventInvokeConfig', {
    Qualifier: '$LATEST',
    MaximumRetryAttempts: 2,
    DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
  });
});

it('has the code of action functions as small ES modules, the same for the same source', () => {
  const assets = (id: string) =>
    Object.keys(
      (JSON.parse(readFileSync(join(app.outdir, `${id}.assets.json`), 'utf8')) as { files: object }).files,
    );
  const shared = assets('shop-foundation-prd').filter((hash) => assets('shop-foundation-stg').includes(hash));
  expect(shared).toHaveLength(3);
  for (const hash of shared)
    expect(readFileSync(join(app.outdir, `asset.${hash}`, 'index.mjs')).length).toBeLessThan(750_000);
});

describe('record-release', () => {
  it('knows how the pipelines of its environment are named', () => {
    stg.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'shop-foundation-stg-record-release',
      Environment: { Variables: { PREFIX: 'shop', ENVIRONMENT: 'stg' } },
    });
  });

  it('hears of every deployment of this environment that ended well', () => {
    stg.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { detail: { application: [{ wildcard: 'shop-*-stg' }], state: ['SUCCESS'] } },
    });
    stg.hasResourceProperties('AWS::Lambda::Permission', { Principal: 'events.amazonaws.com' });
  });
});

describe('what happens to data when the stack is destroyed', () => {
  it('goes, unless the environment retains it', () => {
    for (const type of ['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::Logs::LogGroup']) {
      stg.hasResource(type, { DeletionPolicy: 'Delete' });
      prd.hasResource(type, { DeletionPolicy: 'RetainExceptOnCreate' });
    }
  });

  it('is emptied out of a bucket first, which CloudFormation deletes only empty', () => {
    stg.hasResource('Custom::EmptyBucketOnDelete', {
      Properties: { BucketName: Match.anyValue(), ServiceTimeout: 900 },
    });
    stg.hasResourceProperties('AWS::S3::Bucket', {
      Tags: [{ Key: 'pipeline-factory:empty-on-delete', Value: 'true' }],
    });
  });

  it('is never emptied out of a bucket that is retained', () => {
    prd.resourceCountIs('Custom::EmptyBucketOnDelete', 0);
    prd.hasResourceProperties('AWS::S3::Bucket', { Tags: Match.absent() });
  });
});

it('makes a foundation also for an environment that has no pipeline yet', () => {
  templateOf(appOf(configText(EXISTING_PIPELINE)), 'shop-foundation-prd').resourceCountIs(
    'AWS::S3::Bucket',
    1,
  );
});
