import { CHECKED_PIPELINE, ROLLING_PIPELINE, configText } from '../../support/configs';
import { appOf, templateFile, templateOf } from '../../support/synthesized';
import { actionNames, actionOf, failuresOf, statementsOf } from '../../support/templates';

const app = appOf(configText(`${ROLLING_PIPELINE}\n${CHECKED_PIPELINE}`));
const owned = templateOf(app, 'shop-web-stg');
const checked = templateOf(app, 'shop-shop-stg');

/** The roles that may assume the pipeline's. */
const trusted = (template: typeof owned, roleName: string): string[] => {
  const roles = template.findResources('AWS::IAM::Role', { Properties: { RoleName: roleName } });
  return JSON.stringify(roles).match(/role\/shop-foundation-stg-[a-z-]+/g) ?? [];
};

describe('a pipeline that rolls a service of its own', () => {
  it('costs at most nine resources, two roles and 12 KB without checks, and neither key nor bucket', () => {
    const { Resources } = owned.toJSON() as { Resources: Record<string, { Type: string }> };
    const types = Object.values(Resources).map(({ Type }) => Type);
    expect(types.length).toBeLessThanOrEqual(9);
    expect(types.filter((type) => type === 'AWS::IAM::Role').length).toBeLessThanOrEqual(2);
    expect(types.filter((type) => /KMS|S3::Bucket|IAM::Policy/.test(type))).toEqual([]);
    expect(templateFile(app, 'shop-web-stg').length).toBeLessThanOrEqual(12 * 1024);
  });

  it('goes from the commit over its build to the service, and records the release', () => {
    expect(actionNames(owned)).toEqual([
      'Source/Source',
      'Build/Build',
      'Deploy/UpdateTaskDefinition',
      'Deploy/Deploy',
      'Deploy/RecordRelease',
    ]);
  });

  it('sees to the task definition before ECS replaces tasks, and records what serves after it', () => {
    const order = ['UpdateTaskDefinition', 'Deploy', 'RecordRelease'].map(
      (name) => actionOf(owned, name).RunOrder,
    );
    expect(order).toEqual([1, 2, 3]);
  });

  it("has ECS's own action deploy the images that the build names", () => {
    expect(actionOf(owned, 'Deploy')).toMatchObject({
      ActionTypeId: { Category: 'Deploy', Provider: 'ECS' },
      InputArtifacts: [{ Name: 'build' }],
      Configuration: {
        ClusterName: 'shop-web-stg',
        ServiceName: 'shop-web-stg',
        FileName: 'imagedefinitions.json',
        DeploymentTimeout: '30',
      },
    });
  });

  it('passes the function the service and the path of its task definition in the artifact', () => {
    const { Configuration, InputArtifacts } = actionOf(owned, 'UpdateTaskDefinition');
    expect(Configuration.FunctionName).toBe('shop-foundation-stg-update-task-definition');
    expect(JSON.parse(Configuration.UserParameters ?? '')).toMatchObject({
      cluster: 'shop-web-stg',
      service: 'shop-web-stg',
      taskDefinition: 'taskdef.json',
    });
    expect(InputArtifacts).toEqual([{ Name: 'build' }]);
  });

  it('trusts the functions that work with its role, and no other', () => {
    expect(trusted(owned, 'shop-web-stg')).toEqual([
      'role/shop-foundation-stg-record-release',
      'role/shop-foundation-stg-update-task-definition',
    ]);
  });

  it('changes its own service and registers revisions of its own family only', () => {
    const [statement, ...others] = statementsOf(owned, 'shop-web-stg', 'ecs:UpdateService');
    expect(others).toEqual([]);
    expect(statement?.Resource).toEqual([
      'arn:aws:ecs:ap-northeast-1:111111111111:service/shop-web-stg/shop-web-stg',
      'arn:aws:ecs:ap-northeast-1:111111111111:task-definition/shop-web-stg:*',
    ]);
  });

  it('is made after what it builds with, because it starts as soon as it is made', () => {
    owned.hasResource('AWS::CodePipeline::Pipeline', { DependsOn: ['BuildProject'] });
  });

  it('starts on pushes by its own trigger, without a rule', () => {
    owned.hasResourceProperties('AWS::CodePipeline::Pipeline', {
      ExecutionMode: 'QUEUED',
      Triggers: [
        { ProviderType: 'CodeStarSourceConnection', GitConfiguration: { SourceActionName: 'Source' } },
      ],
    });
    owned.resourceCountIs('AWS::Events::Rule', 0);
  });
});

describe('a pipeline with checks and a scan, to a service that is there already', () => {
  it('has a stage for each check, in their order, before anything is built, and stops at findings before anybody is asked', () => {
    expect(actionNames(checked)).toEqual([
      'Source/Source',
      'UnitTests/UnitTests',
      'StaticAnalysis/StaticAnalysis',
      'Build/Build',
      'Scan/ScanImages',
      'Approval/Approve',
      'Deploy/UpdateTaskDefinition',
      'Deploy/Deploy',
      'Deploy/RecordRelease',
    ]);
  });

  it('takes the task definition from the folder of its environment, and waits as long as the config has it', () => {
    const { taskDefinition } = JSON.parse(
      actionOf(checked, 'UpdateTaskDefinition').Configuration.UserParameters ?? '',
    ) as { taskDefinition: string };
    expect(taskDefinition).toBe('stg/taskdef.json');
    expect(actionOf(checked, 'Deploy').Configuration.DeploymentTimeout).toBe('45');
  });

  it('scans what the build pushed, with the severity that the config names', () => {
    const { Configuration, InputArtifacts } = actionOf(checked, 'ScanImages');
    expect(Configuration.FunctionName).toBe('shop-foundation-stg-scan-images');
    expect(JSON.parse(Configuration.UserParameters ?? '')).toMatchObject({ severity: 'HIGH' });
    expect(InputArtifacts).toEqual([{ Name: 'build' }]);
    const [statement] = statementsOf(checked, 'shop-shop-stg', 'ecr:DescribeImageScanFindings');
    expect(statement?.Resource).toEqual([
      'arn:aws:lambda:ap-northeast-1:111111111111:function:shop-foundation-stg-scan-images',
      'arn:aws:ecr:ap-northeast-1:111111111111:repository/shop-web',
      'arn:aws:ecr:ap-northeast-1:111111111111:repository/shop-app',
    ]);
  });

  it('protects the images of every repository that the build pushes to', () => {
    const [statement] = statementsOf(checked, 'shop-shop-stg', 'ecr:PutImage');
    expect(statement?.Resource).toEqual(
      expect.arrayContaining(
        ['shop-web', 'shop-app'].map((name) => `arn:aws:ecr:ap-northeast-1:111111111111:repository/${name}`),
      ),
    );
  });

  it('passes exactly the roles that the config names, and only to tasks', () => {
    const [statement, ...others] = statementsOf(checked, 'shop-shop-stg', 'iam:PassRole');
    expect(others).toEqual([]);
    expect(statement).toMatchObject({
      Resource: ['shop-execution', 'shop-task'].map((name) => `arn:aws:iam::111111111111:role/${name}`),
      Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    });
  });

  it('stars nothing but what AWS knows no resource for', () => {
    const starred = statementsOf(checked, 'shop-shop-stg')
      .filter(({ Resource }) => [Resource].flat().includes('*'))
      .flatMap(({ Action }) => Action);
    expect(
      starred.filter((action) => !/^(ecs:Describe|ecs:ListTasks$|inspector2:List)/.test(action)),
    ).toEqual([]);
  });

  it('starts on the event of a push to CodeCommit, pinned to its commit', () => {
    checked.resourceCountIs('AWS::Events::Rule', 1);
    expect(JSON.stringify(checked.findResources('AWS::Events::Rule'))).toContain('COMMIT_ID');
  });

  it('is made after the projects of its checks too', () => {
    checked.hasResource('AWS::CodePipeline::Pipeline', {
      DependsOn: ['BuildProject', 'CheckstaticanalysisProject', 'CheckunittestsProject'],
    });
  });
});

test('where only images change, the task definition is left as it is and the function neither called nor trusted', () => {
  const imagesOnly = CHECKED_PIPELINE.replace('taskDefinition: "{environment}/taskdef.json", ', '');
  const template = templateOf(appOf(configText(imagesOnly)), 'shop-shop-stg');
  expect(actionNames(template)).not.toContain('Deploy/UpdateTaskDefinition');
  expect(trusted(template, 'shop-shop-stg')).not.toContain('role/shop-foundation-stg-update-task-definition');
});

describe('a pipeline whose releases are verified', () => {
  const asked = (pipeline: string) =>
    pipeline.replace('    environments:', '    verify: smoke.yml\n    environments:');
  const verifiedApp = appOf(configText(`${asked(ROLLING_PIPELINE)}\n${asked(CHECKED_PIPELINE)}`));
  const verified = templateOf(verifiedApp, 'shop-web-stg');
  const VERIFY = 'shop-web-stg-verify';

  it('runs the buildspec between the deployment and the record, and rolls the stage back by itself', () => {
    const names = ['Deploy', 'Verify', 'RecordRelease'];
    expect(names.map((name) => actionOf(verified, name).RunOrder)).toEqual([2, 3, 4]);
    expect(failuresOf(verified)).toEqual({ Deploy: { Result: 'ROLLBACK' } });
    expect(failuresOf(owned)).toEqual({});
  });

  it('is told service and load balancer, which it may look at', () => {
    verified.hasResourceProperties('AWS::CodeBuild::Project', {
      Name: VERIFY,
      Environment: {
        EnvironmentVariables: [
          { Name: 'PIPELINE', Value: 'web' },
          { Name: 'ENVIRONMENT', Value: 'stg' },
          { Name: 'CLUSTER', Value: 'shop-web-stg' },
          { Name: 'SERVICE', Value: 'shop-web-stg' },
          { Name: 'LOAD_BALANCER', Value: 'shop-web-stg' },
        ],
      },
    });
    expect(statementsOf(verified, VERIFY, 'ecs:DescribeServices')).toMatchObject([
      { Resource: 'arn:aws:ecs:ap-northeast-1:111111111111:service/shop-web-stg/shop-web-stg' },
    ]);
    expect(statementsOf(verified, VERIFY, 'elasticloadbalancing:DescribeLoadBalancers')).toHaveLength(1);
  });

  it('of a service that is there already may look at that, and at no load balancer', () => {
    const existing = templateOf(verifiedApp, 'shop-shop-stg');
    expect(statementsOf(existing, 'shop-shop-stg-verify', 'ecs:DescribeServices')).toMatchObject([
      { Resource: 'arn:aws:ecs:ap-northeast-1:111111111111:service/apps/shop' },
    ]);
    expect(JSON.stringify(statementsOf(existing, 'shop-shop-stg-verify'))).not.toContain('elasticload');
  });
});
