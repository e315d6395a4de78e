import { AwsSolutionsChecks } from 'cdk-nag';
import type { LambdaSettings } from '../../../handlers/contract/lambda-settings';
import type { LambdaPipeline } from '../../../lib/kinds/lambda/config/model';
import { lambdaSettings } from '../../../lib/kinds/lambda/config/settings';
import { parseConfig } from '../../../lib/load-config';
import { hashOfSettings } from '../../../lib/pipeline/settings';
import { configText, FULL_LAMBDA_PIPELINE, LAMBDA_PIPELINE } from '../../support/configs';
import { appOf, stackOf, templateFile, templateOf } from '../../support/synthesized';
import { actionNames, actionOf, statementsOf } from '../../support/templates';

const app = appOf(configText([LAMBDA_PIPELINE, FULL_LAMBDA_PIPELINE].join('\n')));
const one = templateOf(app, 'shop-quotes-stg');
const two = templateOf(app, 'shop-orders-stg');

const FUNCTION = 'arn:aws:lambda:ap-northeast-1:111111111111:function';

const settingsIn = (template: typeof one): LambdaSettings => {
  const parameters = template.findResources('AWS::SSM::Parameter') as Record<
    string,
    { Properties: { Value: string } }
  >;
  return JSON.parse(Object.values(parameters)[0]?.Properties.Value ?? '') as LambdaSettings;
};

const hashOf = (from = '', to = ''): string =>
  hashOfSettings(
    lambdaSettings(
      parseConfig(configText(FULL_LAMBDA_PIPELINE.replace(from, to)), 'pipelines.yaml')
        .pipelines[0] as LambdaPipeline,
      '',
    ),
  );

describe('a pipeline of one Lambda function', () => {
  it('costs at most eight resources, two roles and 12 KB, and neither key nor bucket', () => {
    const { Resources } = one.toJSON() as { Resources: Record<string, { Type: string }> };
    const types = Object.values(Resources).map(({ Type }) => Type);
    expect(types.length).toBeLessThanOrEqual(8);
    expect(types.filter((type) => type === 'AWS::IAM::Role').length).toBeLessThanOrEqual(2);
    expect(types.filter((type) => /KMS|S3::Bucket|IAM::Policy/.test(type))).toEqual([]);
    expect(templateFile(app, 'shop-quotes-stg').length).toBeLessThanOrEqual(12 * 1024);
  });

  it('goes from the commit over its build to versions and their traffic, and records the release', () => {
    expect(actionNames(one)).toEqual([
      'Source/Source',
      'Build/Build',
      'Publish/PublishVersions',
      'Deploy/api',
      'Deploy/RecordVersions',
    ]);
  });

  it('builds without a repository, and gives the artifact on', () => {
    expect(actionOf(one, 'PublishVersions').InputArtifacts).toEqual([{ Name: 'build' }]);
    expect(JSON.stringify(statementsOf(one, 'shop-quotes-stg-build'))).not.toContain('ecr:');
    one.hasResourceProperties('AWS::CodeBuild::Project', {
      Description: 'Builds what pipeline shop-quotes-stg releases',
      Source: { BuildSpec: 'buildspec.yml' },
      Environment: { PrivilegedMode: false },
    });
  });

  it('has CodePipeline’s own action move the alias to the version that was published', () => {
    const action = actionOf(one, 'api');
    expect(action).toMatchObject({
      ActionTypeId: { Category: 'Deploy', Owner: 'AWS', Provider: 'Lambda', Version: '1' },
      Configuration: {
        FunctionName: 'shop-quotes-stg-api',
        FunctionAlias: 'live',
        PublishedTargetVersion: '#{Versions.api}',
        DeployStrategy: 'AllAtOnce',
        Alarms: 'shop-quotes-stg-api-errors',
      },
    });
    expect(action).not.toHaveProperty('InputArtifacts');
  });

  it('asks for an approval after the versions are there, and shows what differs', () => {
    const template = templateOf(app, 'shop-quotes-prd');
    expect(actionNames(template).slice(2, 4)).toEqual(['Publish/PublishVersions', 'Approval/Approve']);
    expect(actionOf(template, 'Approve').Configuration).toMatchObject({
      CustomData: 'acme/quotes at commit #{Source.CommitId}: #{Versions.SUMMARY}',
      ExternalEntityLink: 'https://github.com/acme/quotes/commit/#{Source.CommitId}',
    });
  });
});

describe('a pipeline of several functions', () => {
  it('moves the traffic of all of them side by side, and records the release once all have moved', () => {
    const order = ['api', 'worker', 'RecordVersions'].map((name) => actionOf(two, name).RunOrder);
    expect(order).toEqual([1, 1, 2]);
    expect(JSON.parse(actionOf(two, 'RecordVersions').Configuration.UserParameters ?? '')).toMatchObject({
      prefix: 'shop',
      pipeline: 'orders',
      environment: 'stg',
      settings: settingsIn(two).hash,
      versions: { api: '#{Versions.api}', worker: '#{Versions.worker}' },
    });
  });

  it('watches the alarm of each function’s errors, and those of the config', () => {
    expect(actionOf(two, 'worker').Configuration).toMatchObject({
      DeployStrategy: 'Canary10Percent5Minutes',
      Alarms: 'shop-orders-stg-worker-errors,orders-slow,orders-late',
    });
  });

  it('hands its functions the configuration that a release is to give them', () => {
    expect(settingsIn(two)).toEqual({
      hash: hashOf(),
      alias: 'current',
      keepVersions: 3,
      functions: {
        api: {
          functionName: 'shop-orders-stg-api',
          code: 'dist/stg/api.zip',
          handler: 'main.handle',
          runtime: 'python3.13',
          architecture: 'arm64',
          memory: 512,
          timeout: 90,
          environment: { TABLE: 'orders-stg', LOG_LEVEL: 'debug' },
          parameters: { LIMIT: '/orders/stg/limit' },
          network: {
            subnets: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
            securityGroups: ['sg-0123456789abcdef0'],
          },
        },
        worker: {
          functionName: 'shop-orders-stg-worker',
          code: 'dist/worker',
          handler: 'index.handler',
          runtime: 'nodejs24.x',
          architecture: 'x86_64',
          memory: 128,
          timeout: 3,
          environment: {},
        },
      },
    });
    two.hasResourceProperties('AWS::SSM::Parameter', { Name: '/shop/orders/stg/settings' });
    expect(JSON.parse(actionOf(two, 'PublishVersions').Configuration.UserParameters ?? '')).toMatchObject({
      settings: hashOf(),
    });
  });

  it('has other settings when anything of a function differs, and else the same', () => {
    expect(hashOf()).toMatch(/^[0-9a-f]{16}$/);
    expect(hashOf('repository: orders', 'repository: others')).toBe(hashOf());
    expect(hashOf('percentage: 10', 'percentage: 20')).toBe(hashOf());
    for (const [from, to] of [
      ['memory: 512', 'memory: 1024'],
      ['LOG_LEVEL: debug', 'LOG_LEVEL: info'],
      ['main.handle', 'main.other'],
      ['dist/worker', 'dist/jobs'],
    ] as const)
      expect(hashOf(from, to)).not.toBe(hashOf());
  });
});

describe('the role of a Lambda pipeline', () => {
  /** The resources on which it may do something, whatever the statement. */
  const resourcesOf = (action: string): unknown[] =>
    statementsOf(two, 'shop-orders-stg', action).flatMap(({ Resource }) => [Resource].flat());

  it('reads the parameters that variables are in, and looks at networks where a function is in one', () => {
    expect(resourcesOf('ssm:GetParameters')).toContain(
      'arn:aws:ssm:ap-northeast-1:111111111111:parameter/orders/stg/limit',
    );
    for (const what of ['SecurityGroups', 'Subnets', 'Vpcs'])
      expect(resourcesOf(`ec2:Describe${what}`)).toEqual(['*']);
    expect(statementsOf(one, 'shop-quotes-stg', 'ec2:DescribeSubnets')).toEqual([]);
  });

  it('has the rights that AWS documents for the action, on its own functions and alarms', () => {
    // https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html
    for (const action of ['GetAlias', 'GetFunctionConfiguration', 'UpdateAlias'])
      expect(resourcesOf(`lambda:${action}`)).toEqual([
        `${FUNCTION}:shop-orders-stg-api`,
        `${FUNCTION}:shop-orders-stg-worker`,
        `${FUNCTION}:shop-orders-stg-api:*`,
        `${FUNCTION}:shop-orders-stg-worker:*`,
      ]);
    expect(resourcesOf('lambda:GetProvisionedConcurrencyConfig')).toEqual([
      `${FUNCTION}:shop-orders-stg-api:*`,
      `${FUNCTION}:shop-orders-stg-worker:*`,
    ]);
    expect(resourcesOf('cloudwatch:DescribeAlarms')).toEqual(
      ['shop-orders-stg-api-errors', 'orders-slow', 'orders-late', 'shop-orders-stg-worker-errors'].map(
        (name) => `arn:aws:cloudwatch:ap-northeast-1:111111111111:alarm:${name}`,
      ),
    );
  });

  it('deletes versions, and never a function', () => {
    expect(resourcesOf('lambda:DeleteFunction')).toEqual([
      `${FUNCTION}:shop-orders-stg-api:*`,
      `${FUNCTION}:shop-orders-stg-worker:*`,
    ]);
  });

  it('invokes the functions of the environment and changes none of them, and invokes none of its own', () => {
    const invoked = resourcesOf('lambda:InvokeFunction').filter((arn) => String(arn).startsWith(FUNCTION));
    expect(invoked).toEqual([
      `${FUNCTION}:shop-foundation-stg-publish-versions`,
      `${FUNCTION}:shop-foundation-stg-record-versions`,
    ]);
    const changing = statementsOf(two, 'shop-orders-stg').filter(({ Action }) =>
      [Action].flat().some((action) => /^lambda:(?!Invoke)/.test(action)),
    );
    expect(JSON.stringify(changing)).not.toContain('shop-foundation');
  });

  it('passes no role: a release changes no function’s role, which the stack gives it', () => {
    expect(statementsOf(two, 'shop-orders-stg', 'iam:PassRole')).toEqual([]);
  });

  it('writes the release record, and reads the settings', () => {
    const parameter = 'arn:aws:ssm:ap-northeast-1:111111111111:parameter/shop/orders/stg';
    const parameters = (action: string) =>
      resourcesOf(action).filter((arn) => String(arn).startsWith('arn:aws:ssm'));
    expect(parameters('ssm:PutParameter')).toEqual([`${parameter}/release`]);
    expect(parameters('ssm:GetParameterHistory')).toEqual([`${parameter}/settings`]);
  });

  it('fits the 10,240 bytes of a role with ten functions of the longest names', () => {
    const functions = Array.from(
      { length: 10 },
      (_, index) => `a-function-with-long-name-${index}: { code: a, handler: b, runtime: nodejs24.x }`,
    ).join(', ');
    const text = FULL_LAMBDA_PIPELINE.replace('orders:\n', 'the-orders-of-shop:\n')
      .replace('functions:\n', `functions:\n        ${functions.split(', a-').join('\n        a-')}\n`)
      .replace(/ {6}api:[\s\S]*? {4}deploy:/, '    deploy:');
    const template = templateOf(appOf(configText(text)), 'shop-the-orders-of-shop-stg');
    expect(actionNames(template).filter((name) => name.startsWith('Deploy/a-function'))).toHaveLength(10);
    const policy = JSON.stringify(statementsOf(template, 'shop-the-orders-of-shop-stg'));
    expect(policy.length).toBeLessThanOrEqual(10_240);
  });
});

it('the pipelines have no unexplained finding of AwsSolutions', () => {
  for (const id of ['shop-quotes-stg', 'shop-orders-stg'])
    expect(new AwsSolutionsChecks().validateScope(stackOf(app, id)).violations).toEqual([]);
});

it('no alarm is watched where rollbackOn is empty', () => {
  const text = LAMBDA_PIPELINE.replace('environments:', 'deploy: { rollbackOn: [] }\n    environments:');
  const template = templateOf(appOf(configText(text)), 'shop-quotes-stg');
  expect(actionOf(template, 'api').Configuration).not.toHaveProperty('Alarms');
  expect(statementsOf(template, 'shop-quotes-stg', 'cloudwatch:DescribeAlarms')).toEqual([]);
});

test.each([
  { traffic: 'all-at-once', strategy: 'AllAtOnce' },
  { traffic: '{ canary: { percentage: 25, interval: 1m } }', strategy: 'Canary25Percent1Minute' },
  { traffic: '{ linear: { percentage: 10, interval: 1m } }', strategy: 'Linear10PercentEvery1Minute' },
  { traffic: '{ linear: { percentage: 20, interval: 1h } }', strategy: 'Linear20PercentEvery60Minutes' },
])('traffic $traffic is the strategy $strategy', ({ traffic, strategy }) => {
  const text = LAMBDA_PIPELINE.replace('environments:', `deploy: { traffic: ${traffic} }\n    environments:`);
  const template = templateOf(appOf(configText(text)), 'shop-quotes-stg');
  expect(actionOf(template, 'api').Configuration.DeployStrategy).toBe(strategy);
});
