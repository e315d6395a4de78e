import { AwsSolutionsChecks } from 'cdk-nag';
import { configText, LAMBDA_PIPELINE } from '../../support/configs';
import { appOf, stackOf, templateOf } from '../../support/synthesized';
import { actionNames, actionOf, statementsOf } from '../../support/templates';

const HOOKS =
  '{ beforeAllowTraffic: "before-{environment}", afterAllowTraffic: "arn:aws:lambda:ap-northeast-1:111111111111:function:after" }';
const WORKER = 'worker: { code: dist/worker, handler: index.handler, runtime: nodejs22.x }';

/** @param deploy what the entry has beside the hooks */
const textOf = (deploy = '', more = ''): string =>
  LAMBDA_PIPELINE.replace(
    /environments: .*/,
    `deploy: { hooks: ${HOOKS}${deploy} }\n    environments: { stg: {} }`,
  ).replace('functions: { ', `functions: { ${more}`);

const app = appOf(configText(textOf()));
const one = templateOf(app, 'shop-quotes-stg');
const two = templateOf(
  appOf(
    configText(
      textOf(', traffic: { linear: { percentage: 25, interval: 2m } }, alarms: [slow]', `${WORKER}, `),
    ),
  ),
  'shop-quotes-stg',
);

const REGIONAL = 'ap-northeast-1:111111111111';
const FUNCTION = `arn:aws:lambda:${REGIONAL}:function`;

describe('a pipeline of one Lambda function with hooks', () => {
  it('costs at most eleven resources and three roles', () => {
    const { Resources } = one.toJSON() as { Resources: Record<string, { Type: string }> };
    const types = Object.values(Resources).map(({ Type }) => Type);
    expect(types.length).toBeLessThanOrEqual(11);
    expect(types.filter((type) => type === 'AWS::IAM::Role').length).toBeLessThanOrEqual(3);
    expect(types.filter((type) => /KMS|S3::Bucket|IAM::Policy/.test(type))).toEqual([]);
  });

  it('has an action function move the traffic of all functions by CodeDeploy', () => {
    expect(actionNames(two)).toEqual([
      ...['Source/Source', 'Build/Build', 'Publish/PublishVersions'],
      ...['Deploy/ShiftVersions', 'Deploy/RecordVersions'],
    ]);
    const action = actionOf(two, 'ShiftVersions');
    expect(action).toMatchObject({
      ...{ ActionTypeId: { Category: 'Invoke', Provider: 'Lambda' }, RunOrder: 1 },
    });
    const { Configuration } = action;
    expect(Configuration.FunctionName).toBe('shop-foundation-stg-shift-versions');
    expect(JSON.parse(Configuration.UserParameters ?? '')).toMatchObject({
      ...{ prefix: 'shop', pipeline: 'quotes', environment: 'stg' },
      versions: { api: '#{Versions.api}', worker: '#{Versions.worker}' },
    });
  });

  it('hands over the names of the hooks, for the environment', () => {
    const [parameter] = Object.values(one.findResources('AWS::SSM::Parameter')) as {
      Properties: { Value: string };
    }[];
    expect(JSON.parse(parameter?.Properties.Value ?? '')).toMatchObject({
      hooks: { beforeAllowTraffic: 'before-stg', afterAllowTraffic: 'after' },
    });
  });

  it('has an application of CodeDeploy, with a group that rolls back on everything', () => {
    one.hasResourceProperties('AWS::CodeDeploy::Application', {
      ...{ ApplicationName: 'shop-quotes-stg', ComputePlatform: 'Lambda' },
    });
    one.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
      DeploymentGroupName: 'shop-quotes-stg-api',
      DeploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce',
      DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST', 'DEPLOYMENT_STOP_ON_ALARM'],
      },
      AlarmConfiguration: { Enabled: true, Alarms: [{ Name: 'shop-quotes-stg-api-errors' }] },
    });
  });

  it('has a group for each function, whose traffic moves as the config says', () => {
    const groups = Object.values(two.findResources('AWS::CodeDeploy::DeploymentGroup')) as {
      Properties: { DeploymentGroupName: string; AlarmConfiguration: { Alarms: { Name: string }[] } };
    }[];
    expect(
      groups.map(({ Properties: { DeploymentGroupName, AlarmConfiguration } }) => [
        DeploymentGroupName,
        AlarmConfiguration.Alarms.map(({ Name }) => Name),
      ]),
    ).toEqual([
      ['shop-quotes-stg-worker', ['shop-quotes-stg-worker-errors', 'slow']],
      ['shop-quotes-stg-api', ['shop-quotes-stg-api-errors', 'slow']],
    ]);
    two.hasResourceProperties('AWS::CodeDeploy::DeploymentConfig', {
      DeploymentConfigName: 'shop-quotes-stg-Linear25PercentEvery2Minutes',
      ComputePlatform: 'Lambda',
      TrafficRoutingConfig: {
        Type: 'TimeBasedLinear',
        TimeBasedLinear: { LinearPercentage: 25, LinearInterval: 2 },
      },
    });
  });
});

describe('the role of CodeDeploy', () => {
  const resourcesOf = (action: string): unknown[] =>
    statementsOf(one, 'shop-quotes-stg-deploy', action).flatMap(({ Resource }) => [Resource].flat());

  it('moves the alias of the pipeline’s functions, invokes the hooks, reads the alarms, and does nothing else', () => {
    for (const action of ['GetAlias', 'GetProvisionedConcurrencyConfig', 'UpdateAlias'])
      expect(resourcesOf(`lambda:${action}`)).toEqual([
        `${FUNCTION}:shop-quotes-stg-api`,
        `${FUNCTION}:shop-quotes-stg-api:live`,
      ]);
    expect(resourcesOf('lambda:InvokeFunction')).toEqual([`${FUNCTION}:before-stg`, `${FUNCTION}:after`]);
    expect(resourcesOf('cloudwatch:DescribeAlarms')).toEqual([
      `arn:aws:cloudwatch:${REGIONAL}:alarm:shop-quotes-stg-api-errors`,
    ]);
    expect(statementsOf(one, 'shop-quotes-stg-deploy')).toHaveLength(3);
  });
});

test('the pipeline’s role deploys to its own groups, and neither moves aliases by CodePipeline’s action nor invokes hooks', () => {
  const resourcesOf = (action: string): unknown[] =>
    statementsOf(two, 'shop-quotes-stg', action).flatMap(({ Resource }) => [Resource].flat());
  const codeDeploy = `arn:aws:codedeploy:${REGIONAL}`;
  for (const action of ['CreateDeployment', 'GetDeployment', 'ListDeployments', 'GetDeploymentConfig'])
    expect(resourcesOf(`codedeploy:${action}`).filter((arn) => !String(arn).includes(':lambda:'))).toEqual([
      `${codeDeploy}:application:shop-quotes-stg`,
      `${codeDeploy}:deploymentgroup:shop-quotes-stg/shop-quotes-stg-worker`,
      `${codeDeploy}:deploymentgroup:shop-quotes-stg/shop-quotes-stg-api`,
      `${codeDeploy}:deploymentconfig:shop-quotes-stg-Linear25PercentEvery2Minutes`,
    ]);
  expect(resourcesOf('lambda:GetProvisionedConcurrencyConfig')).toEqual([]);
  expect(resourcesOf('cloudwatch:DescribeAlarms')).toEqual([]);
  expect(resourcesOf('lambda:InvokeFunction')).not.toContain(`${FUNCTION}:after`);
});

it('the pipeline has no unexplained finding of AwsSolutions', () => {
  expect(new AwsSolutionsChecks().validateScope(stackOf(app, 'shop-quotes-stg')).violations).toEqual([]);
});

test.each([
  {
    traffic: '{ canary: { percentage: 10, interval: 10m } }',
    name: 'CodeDeployDefault.LambdaCanary10Percent10Minutes',
  },
  {
    traffic: '{ linear: { percentage: 10, interval: 1m } }',
    name: 'CodeDeployDefault.LambdaLinear10PercentEvery1Minute',
  },
])('traffic $traffic is AWS’s own configuration $name', ({ traffic, name }) => {
  const template = templateOf(appOf(configText(textOf(`, traffic: ${traffic}`))), 'shop-quotes-stg');
  template.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', { DeploymentConfigName: name });
  expect(template.findResources('AWS::CodeDeploy::DeploymentConfig')).toEqual({});
});

test('without hooks there is no trace of CodeDeploy', () => {
  const template = templateOf(appOf(configText(LAMBDA_PIPELINE)), 'shop-quotes-stg');
  expect(JSON.stringify(template.toJSON())).not.toMatch(/codedeploy/i);
});
