import { Match } from 'aws-cdk-lib/assertions';
import {
  CHECKED_PIPELINE,
  EXISTING_PIPELINE,
  OWNED_PIPELINE,
  ROLLING_PIPELINE,
  SOURCE,
  configText,
} from '../support/configs';
import { appOf, stackOf, templateOf } from '../support/synthesized';

describe('the stacks of a config', () => {
  const app = appOf(configText(OWNED_PIPELINE));
  const { stacks } = app.synth();

  it('are one foundation per environment, sources per account and region, and two per pipeline that owns its service', () => {
    expect(stacks.map(({ id }) => id).sort()).toEqual([
      'shop-foundation-prd',
      'shop-foundation-stg',
      'shop-sources-111111111111-ap-northeast-1',
      'shop-sources-222222222222-eu-west-1',
      'shop-web-prd',
      'shop-web-prd-service',
      'shop-web-stg',
      'shop-web-stg-service',
    ]);
  });

  it('live where their environment does', () => {
    const { account, region } = stackOf(app, 'shop-web-prd');
    expect([account, region]).toEqual(['222222222222', 'eu-west-1']);
  });

  it('come in an order that has everything a pipeline refers to before it', () => {
    const before = stackOf(app, 'shop-web-stg').dependencies.map(({ node }) => node.id);
    expect(before.sort()).toEqual([
      'shop-foundation-stg',
      'shop-sources-111111111111-ap-northeast-1',
      'shop-web-stg-service',
    ]);
  });

  it('export nothing and import nothing, so that each can go alone', () => {
    for (const { id } of stacks) {
      const template = templateOf(app, id).toJSON() as object;
      expect(template).not.toHaveProperty('Outputs');
      expect(JSON.stringify(template)).not.toContain('Fn::ImportValue');
    }
  });

  it('carry the tag of their pipeline', () => {
    const tags = Object.fromEntries(stacks.map((stack) => [stack.id, stack.tags]));
    expect(tags['shop-web-stg']).toEqual({ 'pipeline-factory:pipeline': 'shop-web-stg' });
    expect(tags['shop-web-stg-service']).toEqual({ 'pipeline-factory:pipeline': 'shop-web-stg' });
    expect(tags['shop-foundation-stg']).toEqual({});
  });

  it('send no metadata about themselves', () => {
    for (const { id } of stacks) templateOf(app, id).resourceCountIs('AWS::CDK::Metadata', 0);
  });
});

describe('the stacks of a pipeline that rolls its service', () => {
  const app = appOf(configText(ROLLING_PIPELINE));

  it('are its own and that of its service, after the repositories and connections', () => {
    expect(
      app
        .synth()
        .stacks.map(({ id }) => id)
        .filter((id) => id.endsWith('stg') || id.includes('stg-')),
    ).toEqual(['shop-foundation-stg', 'shop-web-stg-service', 'shop-web-stg']);
    const before = stackOf(app, 'shop-web-stg').dependencies.map(({ node }) => node.id);
    expect(before.sort()).toEqual([
      'shop-foundation-stg',
      'shop-sources-111111111111-ap-northeast-1',
      'shop-web-stg-service',
    ]);
  });

  it('are its own alone where the service is there already', () => {
    expect(appOf(configText(CHECKED_PIPELINE)).node.tryFindChild('shop-shop-stg-service')).toBeUndefined();
  });

  it('come after sources that are nothing but a connection', () => {
    const existing = ROLLING_PIPELINE.replace(
      'build: docker',
      'build: { images: { web: { ecr: web, existing: true } } }',
    );
    const template = templateOf(appOf(configText(existing)), 'shop-sources-111111111111-ap-northeast-1');
    template.resourceCountIs('AWS::CodeConnections::Connection', 1);
    template.resourceCountIs('AWS::ECR::Repository', 0);
  });
});

describe('the sources', () => {
  it('share one name in all regions, and need no region in their id where there is only one', () => {
    const app = appOf(configText(EXISTING_PIPELINE));
    expect(stackOf(app, 'shop-sources').stackName).toBe('shop-sources');
  });

  it('make no stack where everything is there already', () => {
    const existing = EXISTING_PIPELINE.replace('{ ecr: web }', '{ ecr: web, existing: true }').replace(
      '{ s3: web-settings }',
      '{ s3: web-settings, existing: true }',
    );
    expect(appOf(configText(existing)).node.tryFindChild('shop-sources')).toBeUndefined();
  });

  it('scan what is pushed, and let untagged images expire', () => {
    const template = templateOf(appOf(configText(EXISTING_PIPELINE)), 'shop-sources');
    template.hasResourceProperties('AWS::ECR::Repository', {
      RepositoryName: 'web',
      ImageScanningConfiguration: { ScanOnPush: true },
      EmptyOnDelete: true,
      LifecyclePolicy: {
        LifecyclePolicyText: Match.serializedJson({
          rules: [
            Match.objectLike({
              selection: {
                tagStatus: 'untagged',
                countType: 'sinceImagePushed',
                countUnit: 'days',
                countNumber: 1,
              },
            }),
          ],
        }),
      },
    });
  });

  it('keep untagged images for as long as a deployment lasts, at whose end what serves is tagged', () => {
    const deploy =
      'deploy: { traffic: { canary: { percentage: 10, interval: 1d } }, blueTerminationWait: 48h }';
    const slow = EXISTING_PIPELINE.replace('    service:', `    ${deploy}\n    service:`);
    templateOf(appOf(configText(slow)), 'shop-sources').hasResourceProperties('AWS::ECR::Repository', {
      LifecyclePolicy: {
        LifecyclePolicyText: Match.serializedJson({
          rules: [Match.objectLike({ selection: Match.objectLike({ countNumber: 4 }) })],
        }),
      },
    });
  });

  it('keep untagged images for the week that a person may take to approve one of them', () => {
    const asked = EXISTING_PIPELINE.replace('stg: {}', 'stg: { approval: true }');
    templateOf(appOf(configText(asked)), 'shop-sources').hasResourceProperties('AWS::ECR::Repository', {
      LifecyclePolicy: {
        LifecyclePolicyText: Match.serializedJson({
          rules: [Match.objectLike({ selection: Match.objectLike({ countNumber: 8 }) })],
        }),
      },
    });
  });

  it('make settings versioned and known to EventBridge, without a function to do so', () => {
    const template = templateOf(appOf(configText(EXISTING_PIPELINE)), 'shop-sources');
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketName: 'web-settings',
      VersioningConfiguration: { Status: 'Enabled' },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
    template.resourceCountIs('Custom::S3BucketNotifications', 0);
  });

  it('are retained as soon as one environment there retains its data', () => {
    const template = templateOf(appOf(configText(OWNED_PIPELINE)), 'shop-sources-222222222222-eu-west-1');
    template.hasResource('AWS::ECR::Repository', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: { EmptyOnDelete: false },
    });
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
    template.resourceCountIs('Custom::EmptyBucketOnDelete', 0);
  });

  it('make a repository that pipelines share once', () => {
    const two = `${EXISTING_PIPELINE}
  api:
    kind: ecs-blue-green
    ${SOURCE}
    environments: { stg: {} }`;
    templateOf(appOf(configText(two)), 'shop-sources').resourceCountIs('AWS::ECR::Repository', 1);
  });

  it('record uploads, and nothing else, where a pipeline starts on CloudTrail', () => {
    const recorded = EXISTING_PIPELINE.replace(
      '{ s3: web-settings }',
      '{ s3: web-settings, trigger: cloudtrail }',
    );
    const template = templateOf(appOf(configText(recorded)), 'shop-sources');
    template.hasResourceProperties('AWS::CloudTrail::Trail', {
      TrailName: 'shop-sources-uploads',
      IsLogging: true,
      EventSelectors: [
        {
          ReadWriteType: 'WriteOnly',
          IncludeManagementEvents: false,
          DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::web-settings/settings.zip'] }],
        },
      ],
    });
    const [trail] = Object.values(template.findResources('AWS::CloudTrail::Trail'));
    const [emptied] = Object.entries(template.findResources('Custom::EmptyBucketOnDelete'))
      .filter(([, { Properties }]) => JSON.stringify(Properties).includes('TrailLogs'))
      .map(([id]) => id);
    expect(trail?.DependsOn).toContain(emptied);
  });
});
