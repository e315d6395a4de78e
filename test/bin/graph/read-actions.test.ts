import { readPipelines } from '../../../bin/commands/graph/read-pipelines';
import { assemblyOf } from './assembly-folder';

test('reads what builds, scans and rolling deployments work on', () => {
  const action = (provider: string, configuration: object) => ({
    Name: provider,
    ActionTypeId: { Category: 'Build', Owner: 'AWS', Provider: provider, Version: '1' },
    Configuration: configuration,
  });
  const Actions = [
    action('CodeBuild', { ProjectName: { Ref: 'Project' } }),
    action('Lambda', { FunctionName: 'scan-images', UserParameters: '{"severity":"CRITICAL"}' }),
    action('ECS', { ClusterName: 'shop', ServiceName: 'shop', DeploymentTimeout: '30' }),
  ];
  const Properties = { Name: 'shop', Stages: [{ Name: 'Build', Actions }] };
  const resources = {
    Pipeline: { Type: 'AWS::CodePipeline::Pipeline', Properties },
    Project: {
      Type: 'AWS::CodeBuild::Project',
      Properties: { Name: 'shop-build', Source: { Type: 'CODEPIPELINE', BuildSpec: 'ci/buildspec.yml' } },
    },
  };
  const [graph] = readPipelines(assemblyOf({ shop: { resources } }));
  expect(graph?.stages[0]?.actions.map(({ details }) => details)).toEqual([
    ['shop-build', 'ci/buildspec.yml'],
    ['scan-images', 'stops at critical findings'],
    ['shop', 'gives up after 30 min'],
  ]);
});

test('reads how the traffic of a function’s alias moves, and which alarms put it back', () => {
  const Actions = [
    {
      Name: 'api',
      ActionTypeId: { Category: 'Deploy', Owner: 'AWS', Provider: 'Lambda', Version: '1' },
      Configuration: {
        FunctionName: 'quotes-api',
        FunctionAlias: 'live',
        PublishedTargetVersion: '#{Versions.api}',
        DeployStrategy: 'Linear10PercentEvery1Minute',
        Alarms: 'quotes-api-errors,slow',
      },
    },
  ];
  const Properties = { Name: 'quotes', Stages: [{ Name: 'Deploy', Actions }] };
  const resources = { Pipeline: { Type: 'AWS::CodePipeline::Pipeline', Properties } };
  const [graph] = readPipelines(assemblyOf({ quotes: { resources } }));
  expect(graph?.stages[0]?.actions).toMatchObject([
    {
      details: ['quotes-api:live', '10% more every 1 min', 'watches 2 alarms'],
      rollback: { on: ['alarm'], alarms: ['quotes-api-errors', 'slow'] },
    },
  ]);
});

test('reads how CodeDeploy moves the traffic of functions for an action function', () => {
  const shift = {
    Name: 'ShiftVersions',
    ActionTypeId: { Category: 'Invoke', Owner: 'AWS', Provider: 'Lambda', Version: '1' },
    Configuration: { FunctionName: 'shop-foundation-prd-shift-versions', UserParameters: '{}' },
  };
  const Properties = { Name: 'quotes', Stages: [{ Name: 'Deploy', Actions: [shift] }] };
  const group = {
    ...{
      DeploymentGroupName: 'quotes-api',
      DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
    },
    AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
    AlarmConfiguration: { Enabled: true, Alarms: [{ Name: 'quotes-api-errors' }] },
  };
  const resources = {
    Pipeline: { Type: 'AWS::CodePipeline::Pipeline', Properties },
    Group: { Type: 'AWS::CodeDeploy::DeploymentGroup', Properties: group },
  };
  const [graph] = readPipelines(assemblyOf({ quotes: { resources } }));
  expect(graph?.stages[0]?.actions).toMatchObject([
    {
      details: ['shop-foundation-prd-shift-versions', '10% first, the rest after 5 min', 'watches 1 alarm'],
      rollback: { on: ['failure', 'alarm'], alarms: ['quotes-api-errors'] },
    },
  ]);
});
