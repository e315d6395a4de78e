import { AwsSolutionsChecks } from 'cdk-nag';
import { configText, LAMBDA_PIPELINE } from '../../support/configs';
import { appOf, stackOf, templateOf } from '../../support/synthesized';
import { actionOf, statementsOf } from '../../support/templates';

const entry = (from = '', to = '') =>
  LAMBDA_PIPELINE.replace('environments:', 'environmentsAre: aliases\n    environments:').replace(from, to);

/** A file whose environments are in one account and region. */
const file = (pipelines: string): string =>
  configText(pipelines).replace(
    '"222222222222", region: eu-west-1',
    '"111111111111", region: ap-northeast-1',
  );

const app = appOf(file(entry()));
const functions = templateOf(app, 'shop-quotes-functions');

const ARN = 'arn:aws:lambda:ap-northeast-1:111111111111:function:shop-quotes-api';

describe('environments that are aliases', () => {
  it('have one function, with a version that each of their aliases begins at, and an alarm each', () => {
    const { Resources } = functions.toJSON() as { Resources: Record<string, { Type: string }> };
    expect(
      Object.values(Resources)
        .map(({ Type }) => Type)
        .sort(),
    ).toEqual([
      'AWS::CloudWatch::Alarm',
      'AWS::CloudWatch::Alarm',
      'AWS::IAM::Role',
      'AWS::Lambda::Alias',
      'AWS::Lambda::Alias',
      'AWS::Lambda::Function',
      'AWS::Lambda::Version',
      'AWS::Logs::LogGroup',
    ]);
    for (const name of ['stg', 'prd']) {
      functions.hasResourceProperties('AWS::Lambda::Alias', { Name: name });
      functions.hasResourceProperties('AWS::CloudWatch::Alarm', {
        AlarmName: `shop-quotes-${name}-api-errors`,
        Dimensions: [
          { Name: 'FunctionName', Value: 'shop-quotes-api' },
          { Name: 'Resource', Value: `shop-quotes-api:${name}` },
        ],
      });
    }
  });

  it('keep the log as the environment asks that retains its data', () => {
    functions.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'RetainExceptOnCreate' });
  });

  it('have no stack of functions of their own, and are deployed after that of all', () => {
    const stacks = app.node.children.map(({ node }) => node.id);
    expect(stacks.filter((id) => id.endsWith('-service'))).toEqual([]);
    for (const name of ['shop-quotes-stg', 'shop-quotes-prd']) {
      const { dependencies } = stackOf(app, name);
      expect(dependencies.map(({ node }) => node.id)).toContain('shop-quotes-functions');
    }
  });

  it('move their own alias', () => {
    for (const name of ['stg', 'prd'])
      expect(actionOf(templateOf(app, `shop-quotes-${name}`), 'api').Configuration).toMatchObject({
        FunctionName: 'shop-quotes-api',
        FunctionAlias: name,
        Alarms: `shop-quotes-${name}-api-errors`,
      });
  });

  it('have the same stack of functions whatever a release is to bring', () => {
    for (const [from, to] of [
      ['nodejs22.x', 'nodejs24.x'],
      ['stg: {}', 'stg: { functions: { api: { memory: 512 } } }'],
      ['approval: true', 'approval: false'],
    ] as const)
      expect(templateOf(appOf(file(entry(from, to))), 'shop-quotes-functions').toJSON()).toEqual(
        functions.toJSON(),
      );
  });

  it('may read what the other ones serve and have under way, and nothing else of them', () => {
    const resources = (environment: string, action: string) =>
      statementsOf(templateOf(app, `shop-quotes-${environment}`), `shop-quotes-${environment}`, action)
        .flatMap(({ Resource }) => Resource)
        .map(String);
    const pipeline = 'arn:aws:codepipeline:ap-northeast-1:111111111111:shop-quotes';
    const other = { stg: 'prd', prd: 'stg' };
    for (const [name, sibling] of Object.entries(other)) {
      expect(resources(name, 'ssm:GetParameters')).toContain(
        `arn:aws:ssm:ap-northeast-1:111111111111:parameter/shop/quotes/${sibling}/release`,
      );
      expect(resources(name, 'ssm:PutParameter').join()).not.toContain(`/${sibling}/`);
      for (const action of ['ListActionExecutions', 'ListPipelineExecutions'])
        expect(resources(name, `codepipeline:${action}`)).toContain(`${pipeline}-${sibling}`);
      expect(resources(name, 'lambda:UpdateFunctionCode')).toEqual([ARN, `${ARN}:*`]);
    }
    expect(resources('prd', 'codepipeline:GetPipelineState')).toContain(`${pipeline}-stg`);
    expect(resources('stg', 'codepipeline:GetPipelineState')).not.toContain(`${pipeline}-prd`);
  });

  it('have no unexplained finding of AwsSolutions', () => {
    expect(new AwsSolutionsChecks().validateScope(stackOf(app, 'shop-quotes-functions')).violations).toEqual(
      [],
    );
  });
});
