import { Match } from 'aws-cdk-lib/assertions';
import { SOURCE, configText } from '../../support/configs';
import { appOf, templateOf } from '../../support/synthesized';
import { actionNames, actionOf, statementsOf } from '../../support/templates';

describe('what the config may ask for besides', () => {
  const pipeline = (rest: string) =>
    templateOf(
      appOf(configText(`  web:\n    kind: ecs-blue-green\n${rest}\n    environments: { stg: {} }`)),
      'shop-web-stg',
    );

  it('takes up to four images, each with its source, its artifact, its placeholder and its rule', () => {
    const template = pipeline(
      '    source: { images: [{ ecr: web }, { ecr: api }, { ecr: proxy }, { ecr: agent }], settings: { s3: web-settings } }',
    );
    expect(actionNames(template).slice(0, 5)).toEqual(
      ['Image1', 'Image2', 'Image3', 'Image4', 'Settings'].map((name) => `Source/${name}`),
    );
    expect(actionOf(template, 'Deploy').Configuration).toMatchObject({
      Image1ArtifactName: 'images',
      Image1ContainerName: 'IMAGE1_NAME',
      Image4ArtifactName: 'images4',
      Image4ContainerName: 'IMAGE4_NAME',
    });
    template.resourceCountIs('AWS::Events::Rule', 5);
  });

  it('looks at what was found in the images, at most as many as an action takes artifacts', () => {
    // https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-action-artifacts.html
    const template = pipeline(
      '    source: { images: [{ ecr: web }, { ecr: api }, { ecr: proxy }, { ecr: agent }], settings: { s3: web-settings } }\n    scan: medium',
    );
    expect(actionNames(template)).toContain('Scan/ScanImages');
    expect(actionOf(template, 'ScanImages').InputArtifacts).toEqual(
      ['images', 'images2', 'images3', 'images4'].map((Name) => ({ Name })),
    );
  });

  it('starts on the calls that CloudTrail records', () => {
    pipeline(
      '    source: { image: { ecr: web }, settings: { s3: web-settings, trigger: cloudtrail } }',
    ).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        'detail-type': ['AWS API Call via CloudTrail'],
        detail: {
          eventSource: ['s3.amazonaws.com'],
          eventName: ['PutObject', 'CompleteMultipartUpload', 'CopyObject'],
          requestParameters: { bucketName: ['web-settings'], key: ['settings.zip'] },
        },
      },
    });
  });

  it.each([
    ['all-at-once', 'CodeDeployDefault.ECSAllAtOnce'],
    ['{ canary: { percentage: 10, interval: 5m } }', 'CodeDeployDefault.ECSCanary10Percent5Minutes'],
    ['{ linear: { percentage: 10, interval: 3m } }', 'CodeDeployDefault.ECSLinear10PercentEvery3Minutes'],
  ])('moves traffic %s as CodeDeploy already knows to', (traffic, DeploymentConfigName) => {
    const template = pipeline(`    ${SOURCE}\n    deploy: { traffic: ${traffic} }`);
    template.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', { DeploymentConfigName });
    template.resourceCountIs('AWS::CodeDeploy::DeploymentConfig', 0);
  });

  it('defines a deployment configuration that CodeDeploy does not have, under a name with its values', () => {
    const template = pipeline(
      `    ${SOURCE}\n    deploy: { traffic: { canary: { percentage: 25, interval: 7m } } }`,
    );
    template.hasResourceProperties('AWS::CodeDeploy::DeploymentConfig', {
      DeploymentConfigName: 'shop-web-stg-Canary25Percent7Minutes',
      ComputePlatform: 'ECS',
      TrafficRoutingConfig: {
        Type: 'TimeBasedCanary',
        TimeBasedCanary: { CanaryPercentage: 25, CanaryInterval: 7 },
      },
    });
  });

  it('does not roll back, nor watch alarms, where the config has it so', () => {
    const template = pipeline(`    ${SOURCE}\n    deploy: { rollbackOn: [] }`);
    template.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
      AutoRollbackConfiguration: { Enabled: false },
      AlarmConfiguration: Match.absent(),
    });
    expect(statementsOf(template, 'shop-web-stg-deploy', 'ecs:CreateTaskSet')).toHaveLength(1);
    expect(statementsOf(template, 'shop-web-stg-deploy', 'cloudwatch:DescribeAlarms')).toEqual([]);
  });
});
