import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import type { ActionFunction } from '../../handlers/contract/action-function';
import { CLEAN_UP_BAKES } from '../../handlers/contract/clean-up-bakes';
import { CLEAN_UP_GROUPS } from '../../handlers/contract/clean-up-groups';
import { RECORD_RELEASE } from '../../handlers/contract/record-release';
import { SCAN_IMAGES } from '../../handlers/contract/scan-images';
import { UPDATE_TASK_DEFINITION } from '../../handlers/contract/update-task-definition';
import { Arns } from '../../lib/pipeline/arns';
import { invoke } from '../../lib/pipeline/invoke';
import { createPipeline } from '../../lib/pipeline/pipeline';
import { statementsOf } from '../support/templates';
import { foundationOf, PRODUCTION, STAGING } from './fixtures/foundation';

const ALL: readonly ActionFunction[] = [RECORD_RELEASE, SCAN_IMAGES, UPDATE_TASK_DEFINITION];
const staging = foundationOf(STAGING, ALL);
const { template } = staging;

test.each([CLEAN_UP_BAKES, CLEAN_UP_GROUPS])(
  '$name, which only events invoke, has no rights to jobs',
  (only) => {
    const { template: withIt } = foundationOf(STAGING, [only]);
    const allowed = statementsOf(withIt, `shop-foundation-stg-${only.name}`).flatMap(({ Action }) => Action);
    expect(allowed.sort()).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents', 'sts:AssumeRole']);
  },
);

describe.each(ALL.map(({ name }) => name))('the action function %s', (action) => {
  const name = `shop-foundation-stg-${action}`;

  it('runs on Node.js 22, for a minute at most, with a log group of its own', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: name,
      Runtime: 'nodejs22.x',
      Timeout: 60,
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: `/aws/lambda/${name}`,
      RetentionInDays: 30,
    });
  });

  it('does its work with the roles of its environment’s pipelines, and little by itself', () => {
    const allowed = statementsOf(template, name).flatMap(({ Action }) => Action);
    expect(allowed.sort()).toEqual([
      'codepipeline:GetPipelineState',
      'codepipeline:ListActionExecutions',
      'codepipeline:PutJobFailureResult',
      'codepipeline:PutJobSuccessResult',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sts:AssumeRole',
    ]);
    expect(statementsOf(template, name, 'sts:AssumeRole')[0]?.Resource).toBe(
      'arn:aws:iam::111111111111:role/shop-*-stg',
    );
    expect(statementsOf(template, name, 'codepipeline:ListActionExecutions')[0]?.Resource).toBe(
      'arn:aws:codepipeline:ap-northeast-1:111111111111:shop-*-stg',
    );
  });

  it('is invoked by the roles of its environment’s pipelines and by AWS’s services, and by nobody else', () => {
    template.hasResourceProperties('AWS::Lambda::ResourcePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Sid: 'PipelinesOnly',
            Effect: 'Deny',
            Principal: '*',
            Action: 'lambda:InvokeFunction',
            Resource: `arn:aws:lambda:ap-northeast-1:111111111111:function:${name}`,
            Condition: {
              ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/shop-*-stg' },
              Bool: { 'aws:PrincipalIsAWSService': 'false' },
            },
          },
        ]),
      },
    });
  });

  it('knows whose pipelines it works for', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: name,
      Environment: { Variables: { PREFIX: 'shop', ENVIRONMENT: 'stg' } },
    });
  });
});

it('keeps no invocation that failed after every retry, because a job has credentials in it', () => {
  template.resourceCountIs('AWS::Lambda::EventInvokeConfig', ALL.length);
  template.allResourcesProperties('AWS::Lambda::EventInvokeConfig', {
    Qualifier: '$LATEST',
    MaximumRetryAttempts: 2,
    DestinationConfig: Match.absent(),
  });
  template.allResourcesProperties('AWS::Lambda::Function', { DeadLetterConfig: Match.absent() });
});

it.each(ALL.map(({ name }) => name))('raises an alarm where %s failed after every retry', (action) => {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: `shop-foundation-stg-${action}-events-dropped`,
    MetricName: 'AsyncEventsDropped',
    Threshold: 1,
    AlarmActions: [Match.anyValue()],
  });
});

it('refuses plain HTTP to the dead-letter queue', () => {
  template.hasResourceProperties('AWS::SQS::QueuePolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      ]),
    },
  });
});

it('has the code of action functions as small ES modules, the same for the same source', () => {
  const assets = (outdir: string) => readdirSync(outdir).filter((name) => name.startsWith('asset.'));
  const other = foundationOf(PRODUCTION, ALL);
  const shared = assets(other.outdir).filter((asset) => assets(staging.outdir).includes(asset));
  expect(shared).toHaveLength(ALL.length);
  for (const asset of shared)
    expect(readFileSync(join(staging.outdir, asset, 'index.mjs')).length).toBeLessThan(750_000);
});

describe('record-release', () => {
  it('is invoked by every deployment of this environment that succeeded', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { detail: { application: [{ wildcard: 'shop-*-stg' }], state: ['SUCCESS'] } },
    });
    template.hasResourceProperties('AWS::Lambda::ResourcePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } }),
        ]),
      },
    });
  });
});

describe('update-task-definition', () => {
  it('is invoked by the end of every deployment of a service that is named like a pipeline of this environment', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.ecs'],
        'detail-type': ['ECS Deployment State Change'],
        resources: [{ wildcard: '*:service/shop-*-stg/shop-*-stg' }],
        detail: { eventName: ['SERVICE_DEPLOYMENT_COMPLETED', 'SERVICE_DEPLOYMENT_FAILED'] },
      },
    });
  });
});

describe('clean-up-groups', () => {
  it('is invoked by the end of every instance, and of every instance refresh, of a group that is named by a pipeline of this environment', () => {
    foundationOf(STAGING, [CLEAN_UP_GROUPS]).template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.autoscaling'],
        'detail-type': [
          'EC2 Instance Terminate Successful',
          'EC2 Auto Scaling Instance Refresh Succeeded',
          'EC2 Auto Scaling Instance Refresh Failed',
          'EC2 Auto Scaling Instance Refresh Cancelled',
          'EC2 Auto Scaling Instance Refresh Rollback Succeeded',
          'EC2 Auto Scaling Instance Refresh Rollback Failed',
        ],
        detail: { AutoScalingGroupName: [{ wildcard: 'shop-*-stg-*' }] },
      },
    });
  });
});

describe('an environment with one action function', () => {
  const action: ActionFunction = {
    ...SCAN_IMAGES,
    events: ({ prefix, environment }) => [{ source: [`${prefix}.${environment}`] }, { source: ['aws.ecr'] }],
  };
  const { template: one } = foundationOf(PRODUCTION, [action]);

  it('has this function and no other', () => {
    const functions = one.findResources('AWS::Lambda::Function');
    expect(Object.values(functions)).toHaveLength(1);
    one.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'shop-foundation-prd-scan-images',
      Description: SCAN_IMAGES.description,
      Environment: { Variables: { PREFIX: 'shop', ENVIRONMENT: 'prd' } },
    });
    one.resourceCountIs('AWS::SQS::Queue', 1);
  });

  it('invokes it on each of its events, and lets each rule', () => {
    for (const source of ['shop.prd', 'aws.ecr'])
      one.hasResourceProperties('AWS::Events::Rule', {
        EventPattern: { source: [source] },
        Targets: [{ Id: 'Function', RetryPolicy: Match.anyValue(), DeadLetterConfig: Match.anyValue() }],
      });
    const [policy] = Object.values(one.findResources('AWS::Lambda::ResourcePolicy'));
    const { PolicyDocument } = policy?.Properties as { PolicyDocument: { Statement: object[] } };
    expect(PolicyDocument.Statement[1]).toMatchObject({
      Condition: { ArnEquals: { 'aws:SourceArn': [expect.anything(), expect.anything()] } },
    });
  });
});

describe('an environment without action functions', () => {
  const { template: none } = foundationOf(PRODUCTION, []);

  it.each([
    'AWS::Lambda::Function',
    'AWS::Lambda::EventInvokeConfig',
    'AWS::Lambda::ResourcePolicy',
    'AWS::Logs::LogGroup',
  ])('has no %s', (type) => none.resourceCountIs(type, 0));

  it('has the events role and no other', () => {
    none.resourceCountIs('AWS::IAM::Role', 1);
    none.hasResourceProperties('AWS::IAM::Role', { RoleName: 'shop-foundation-prd-events' });
  });

  it('has bucket, key and topic, which every pipeline uses', () => {
    for (const type of ['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::SNS::Topic']) none.resourceCountIs(type, 1);
  });

  it('has a function that empties the bucket alone, where data goes with the stack', () => {
    const { template: emptied } = foundationOf(STAGING, []);
    emptied.resourceCountIs('AWS::Lambda::Function', 1);
    emptied.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'shop-foundation-stg-empty-bucket',
    });
    emptied.resourceCountIs('AWS::Lambda::EventInvokeConfig', 0);
  });
});

it('refuses an action function without a handler', () => {
  expect(() => foundationOf(STAGING, [{ name: 'no-such', description: 'none', roleActions: [] }])).toThrow(
    'a handler must be handlers/<name>/handler.ts, got: no-such',
  );
});

it('grants a pipeline’s role nothing for an action function that none lists', () => {
  const stack = new Stack(new App(), 'Pipeline');
  const arns = Arns.of(STAGING);
  const identity = { prefix: 'shop', pipeline: 'front', environment: 'stg' };
  const grants = [{ actions: ['ecr:DeleteRepository'], resources: [arns.repository('front')] }];
  const action = invoke(SCAN_IMAGES, { name: 'Scan', userParameters: '{}', grants }, identity, arns);
  const stages = [{ name: 'Scan', actions: [action] }];
  expect(() =>
    createPipeline(stack, { identity, environment: STAGING, stages, actionFunctions: [SCAN_IMAGES] }),
  ).toThrow("must list what the pipeline's role is granted for it, got: ecr:DeleteRepository in none");
});
