import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import type { PipelineGraph } from '../../../bin/commands/graph/pipeline-graph';
import { readPipelines } from '../../../bin/commands/graph/read-pipelines';
import { assemblyOf, eventRule, IMAGE_PUSH, nestedAssemblyOf, STOREFRONT } from './assembly-folder';

const ARN = 'arn:aws:codepipeline:ap-northeast-1:111111111111:shop-storefront-prd';

function storefront(changes: object = {}): PipelineGraph {
  const [graph] = readPipelines(assemblyOf({ storefront: { resources: { ...STOREFRONT, ...changes } } }));
  if (!graph) throw new Error('the assembly has no pipeline');
  return graph;
}

test('reads a pipeline with its account and region, its mode and its stages in order', () => {
  expect(storefront()).toMatchObject({
    name: 'shop-storefront-prd',
    accountRegion: '111111111111/ap-northeast-1',
    executionMode: 'QUEUED',
    stages: [{ name: 'Source' }, { name: 'Approval' }, { name: 'Deploy', onFailure: 'ROLLBACK' }],
  });
});

test('reads actions in their run order, with what they work on', () => {
  const [source, approval, deploy] = storefront().stages;
  expect(source?.actions.map(({ details }) => details)).toEqual([
    ['storefront:latest'],
    ['s3://storefront-settings/prd/settings.zip'],
  ]);
  expect(approval?.actions[0]?.details).toEqual(['waits for a person', 'notifies people']);
  expect(deploy?.actions.map(({ name, runOrder }) => [name, runOrder])).toEqual([
    ['Deploy', 1],
    ['Record', 2],
  ]);
});

test('reads how a deployment moves traffic, how long it keeps blue and what rolls it back', () => {
  const [deploy] = storefront().stages[2]?.actions ?? [];
  expect(deploy?.details).toEqual([
    'storefront',
    '10% first, the rest after 5 min',
    'keeps blue for 30 min',
    'watches 2 alarms',
  ]);
  expect(deploy?.rollback).toEqual({ on: ['failure', 'alarm'], alarms: ['unhealthy-hosts', 'target-5xx'] });
});

test('reads a deployment configuration that the template defines', () => {
  const { Properties, ...group } = STOREFRONT.Group;
  const [deploy] =
    storefront({
      Group: { ...group, Properties: { ...Properties, DeploymentConfigName: { Ref: 'Config' } } },
      Config: {
        Type: 'AWS::CodeDeploy::DeploymentConfig',
        Properties: {
          TrafficRoutingConfig: { TimeBasedLinear: { LinearPercentage: 20, LinearInterval: 3 } },
        },
      },
    }).stages[2]?.actions ?? [];
  expect(deploy?.details).toContain('20% more every 3 min');
});

describe('triggers of a pipeline', () => {
  const triggersOf = (pattern: object, arn: unknown = ARN, pins?: string) =>
    storefront({ ImagePush: eventRule(pattern, arn, pins) }).triggers;
  const upload = (detail: object, type = 'Object Created') => ({
    source: ['aws.s3'],
    'detail-type': [type],
    detail,
  });

  test.each([
    { title: 'ECR push', pattern: IMAGE_PUSH, details: ['storefront:latest'] },
    {
      title: 'S3 upload',
      pattern: upload({ bucket: { name: ['settings'] }, object: { key: [{ prefix: 'prd/' }] } }),
      details: ['s3://settings/prefix prd/'],
    },
    {
      title: 'S3 upload (CloudTrail)',
      pattern: upload(
        { eventName: ['PutObject', 'CopyObject'], requestParameters: { bucketName: ['b'], key: ['k'] } },
        'AWS API Call via CloudTrail',
      ),
      details: ['s3://b/k', 'PutObject, CopyObject'],
    },
    {
      title: 'Something else',
      pattern: { source: ['my.app'], 'detail-type': ['Something else'] },
      details: ['my.app'],
    },
    { title: 'Event', pattern: { source: ['my.app'] }, details: ['my.app'] },
  ])('an event rule becomes a trigger with the title "$title"', ({ title, pattern, details }) => {
    expect(triggersOf(pattern)).toEqual([{ title, details }]);
  });

  test('a schedule is one', () => {
    const schedule = {
      Type: 'AWS::Events::Rule',
      Properties: { ScheduleExpression: 'rate(1 day)', Targets: [{ Arn: ARN }] },
    };
    expect(storefront({ ImagePush: schedule }).triggers).toEqual([
      { title: 'Schedule', details: ['rate(1 day)'] },
    ]);
  });

  test('a rule pins the action whose revision its input names', () => {
    expect(triggersOf(IMAGE_PUSH, ARN, 'Image')[0]?.pins).toBe('Image');
  });

  test('the target of a rule is found in the functions with which CDK composes ARNs', () => {
    const joined = {
      'Fn::Join': [
        '',
        [
          'arn:',
          { Ref: 'AWS::Partition' },
          ':codepipeline:',
          { Ref: 'AWS::Region' },
          ':111111111111:',
          { Ref: 'Pipeline' },
        ],
      ],
    };
    const substituted = {
      'Fn::Sub': 'arn:${AWS::Partition}:codepipeline:${AWS::Region}:${AWS::AccountId}:${Pipeline}',
    };
    expect(triggersOf(IMAGE_PUSH, joined)).toHaveLength(1);
    expect(triggersOf(IMAGE_PUSH, substituted)).toHaveLength(1);
  });

  test.each([
    { target: 'another pipeline', arn: ARN.replace('storefront', 'backoffice') },
    { target: 'a pipeline of that name in another region', arn: ARN.replace('ap-northeast-1', 'eu-west-1') },
    { target: 'a resource of that name in another service', arn: ARN.replace('codepipeline', 'lambda') },
  ])('an event rule with $target as its target is none', ({ arn }) => {
    expect(triggersOf(IMAGE_PUSH, arn)).toEqual([]);
  });

  test('a rule of another stack is one', () => {
    const { ImagePush, ...resources } = STOREFRONT;
    const graphs = readPipelines(
      assemblyOf({ pipeline: { resources }, rules: { resources: { ImagePush } } }),
    );
    expect(graphs[0]?.triggers).toHaveLength(1);
  });
});

test('reads the stages of a CDK app, too', () => {
  expect(readPipelines(nestedAssemblyOf({ storefront: { resources: STOREFRONT } }))).toHaveLength(1);
});

test('leaves account and region undefined where a stack is bound to none', () => {
  const folder = assemblyOf({
    storefront: { resources: STOREFRONT, accountRegion: 'unknown-account/unknown-region' },
  });
  expect(readPipelines(folder)[0]?.accountRegion).toBeUndefined();
});

test('refuses a folder that is no cloud assembly', () => {
  const folder = mkdtempSync(join(tmpdir(), 'no-assembly-'));
  expect(() => readPipelines(folder)).toThrow(ExpectedError);
  expect(() => readPipelines(folder)).toThrow(/manifest\.json is not part of a cloud assembly/);
  rmSync(folder, { recursive: true });
});

describe('triggers of a pipeline that starts from commits', () => {
  const git = (
    configuration: object,
    triggers?: readonly object[],
    provider = 'CodeStarSourceConnection',
  ) => {
    const type = { Category: 'Source', Owner: 'AWS', Provider: provider, Version: '1' };
    const source = { Name: 'Source', ActionTypeId: type, Configuration: configuration };
    const Properties = {
      Name: 'shop-storefront-prd',
      Stages: [{ Name: 'Source', Actions: [source] }],
      Triggers: triggers,
    };
    return { Pipeline: { Type: 'AWS::CodePipeline::Pipeline', Properties } };
  };
  const repository = { FullRepositoryId: 'acme/storefront', BranchName: 'main' };
  const started = (resources: object) =>
    readPipelines(assemblyOf({ storefront: { resources } }))[0]?.triggers;

  test('each filter of a trigger is one, with what it includes and excludes', () => {
    const GitConfiguration = {
      SourceActionName: 'Source',
      Push: [
        {
          Branches: { Includes: ['main', 'release/*'] },
          FilePaths: { Includes: ['web/**'], Excludes: ['**/*.md'] },
        },
        { Tags: { Includes: ['v*'] } },
      ],
      PullRequest: [{ Events: ['OPEN', 'UPDATED'], Branches: { Excludes: ['next'] } }],
    };
    expect(
      started(git(repository, [{ ProviderType: 'CodeStarSourceConnection', GitConfiguration }])),
    ).toEqual([
      {
        title: 'Git push',
        details: ['acme/storefront', 'main, release/*', 'web/**, not **/*.md'],
        pins: 'Source',
      },
      { title: 'Git tag', details: ['acme/storefront', 'v*'], pins: 'Source' },
      {
        title: 'Pull request',
        details: ['acme/storefront', 'to any, not next', 'open, updated'],
        pins: 'Source',
      },
    ]);
  });

  test('without a trigger a push to the branch is one, unless changes are not detected', () => {
    const push = { title: 'Git push', details: ['acme/storefront', 'main'], pins: 'Source' };
    expect(started(git(repository))).toEqual([push]);
    expect(started(git({ ...repository, DetectChanges: 'false' }))).toEqual([]);
  });

  test('an event rule for pushes to CodeCommit is one', () => {
    const pattern = {
      'detail-type': ['CodeCommit Repository State Change'],
      detail: {
        repositoryName: ['storefront'],
        referenceType: ['branch'],
        referenceName: [{ wildcard: 'release/*' }],
        referenceFullName: [{ 'anything-but': { wildcard: ['refs/heads/release/old'] } }],
      },
    };
    const configuration = { RepositoryName: 'storefront', BranchName: 'main' };
    const resources = {
      ...git(configuration, undefined, 'CodeCommit'),
      Push: eventRule(pattern, ARN, 'Source'),
    };
    expect(started(resources)).toEqual([
      { title: 'Git push', details: ['storefront', 'release/*, not release/old'], pins: 'Source' },
    ]);
  });
});
