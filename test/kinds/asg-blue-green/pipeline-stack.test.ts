import type { Template } from 'aws-cdk-lib/assertions';
import { configText, FLEET_PIPELINE } from '../../support/configs';
import { appOf, templateFile, templateOf } from '../../support/synthesized';
import { actionNames, actionOf, statementsOf } from '../../support/templates';
import { app, existing, owned, settingsIn } from './fleet-templates';

const approved = templateOf(app, 'shop-fleet-prd');

const parametersOf = (template: Template, action: string) =>
  JSON.parse(actionOf(template, action).Configuration.UserParameters ?? '') as Record<string, string>;

describe('the stages of a fleet', () => {
  it('bake the commit, bring up green and move the traffic in one stage, and retire blue in the next', () => {
    expect(actionNames(owned)).toEqual([
      'Source/Source',
      'Bake/Bake',
      'Deploy/LaunchTemplate',
      'Deploy/Green',
      'Deploy/Traffic',
      'Retire/Retire',
    ]);
    expect(['LaunchTemplate', 'Green', 'Traffic'].map((name) => actionOf(owned, name).RunOrder)).toEqual([
      1, 2, 3,
    ]);
  });

  it('verify a release between its traffic and its record, with the name of its group', () => {
    const asked = FLEET_PIPELINE.replace('    environments:', '    verify: smoke.yml\n    environments:');
    const template = templateOf(appOf(configText(asked)), 'shop-fleet-stg');
    const names = ['Green', 'Traffic', 'Verify', 'RecordTraffic'];
    expect(names.map((name) => actionOf(template, name).RunOrder)).toEqual([2, 3, 4, 5]);
    expect(parametersOf(template, 'Traffic').part).toBe('move');
    expect(parametersOf(template, 'RecordTraffic')).toMatchObject({
      group: '#{Green.Group}',
      part: 'record',
    });
    expect(parametersOf(template, 'Retire').newVersion).toBe('#{Traffic.NewVersion}');
    expect(actionOf(template, 'RecordTraffic')).toMatchObject({ Namespace: 'Traffic' });
    expect(parametersOf(template, 'RecordTraffic').raisedBefore).toBe('#{Moved.RaisedBefore}');
    expect(actionOf(template, 'Traffic')).toMatchObject({ Namespace: 'Moved' });
    expect(JSON.parse(actionOf(template, 'Verify').Configuration.EnvironmentVariables ?? '')).toContainEqual({
      name: 'GROUP',
      value: '#{Green.Group}',
      type: 'PLAINTEXT',
    });
    template.hasResourceProperties('AWS::CodeBuild::Project', {
      Name: 'shop-fleet-stg-verify',
      Environment: {
        EnvironmentVariables: [
          { Name: 'PIPELINE', Value: 'fleet' },
          { Name: 'ENVIRONMENT', Value: 'stg' },
          { Name: 'LOAD_BALANCER', Value: 'shop-fleet-stg' },
        ],
      },
    });
  });

  it('verify in the stage of the traffic where a person is asked about that', () => {
    const asked = FLEET_PIPELINE.replace('approval: true', 'approval: traffic, verify: smoke.yml');
    const template = templateOf(appOf(configText(asked)), 'shop-fleet-prd');
    expect(actionNames(template).slice(-4)).toEqual([
      'Traffic/Traffic',
      'Traffic/Verify',
      'Traffic/RecordTraffic',
      'Retire/Retire',
    ]);
  });

  it('ask a person about the image before anything is deployed', () => {
    expect(actionNames(approved).slice(1, 4)).toEqual([
      'Bake/Bake',
      'Approval/Approve',
      'Deploy/LaunchTemplate',
    ]);
    expect(actionOf(approved, 'Approve').Configuration).toMatchObject({
      CustomData:
        'acme/fleet, branch #{Source.BranchName}, is at commit #{Source.CommitId}; AMI_ID is #{Bake.AMI_ID}; IMAGE_REUSED is #{Bake.IMAGE_REUSED}; PACKAGES is #{Bake.PACKAGES}',
      ExternalEntityLink: 'https://github.com/acme/fleet/commit/#{Source.CommitId}',
    });
  });

  it('ask about the traffic of a green that is healthy where the environment says so, in stages of their own', () => {
    expect(actionNames(existing)).toEqual([
      'Source/Source',
      'Playbook/Playbook',
      'Bake/Bake',
      'Deploy/LaunchTemplate',
      'Deploy/Green',
      'Approval/Approve',
      'Traffic/Traffic',
      'Retire/Retire',
    ]);
    expect(actionOf(existing, 'Traffic').RunOrder).toBe(1);
    expect(actionOf(existing, 'Approve').Configuration.CustomData).toMatch(
      /^#\{Green\.Group\} is healthy and gets the traffic of #\{Green\.BlueGroup\}: farm/,
    );
  });

  it('show where green can be tried where the factory makes the test listener', () => {
    const asked = FLEET_PIPELINE.replace('approval: true', 'approval: traffic');
    const template = templateOf(appOf(configText(asked)), 'shop-fleet-prd');
    expect(actionOf(template, 'Approve').Configuration.ExternalEntityLink).toEqual({ Ref: 'TestUrl' });
    template.hasParameter('TestUrl', { Default: '/shop/fleet/prd/traffic/test-url' });
  });

  it('show no more than CodePipeline takes, whatever the names and the packages', () => {
    const names = {
      BranchName: 255,
      CommitId: 40,
      AMI_ID: 21,
      IMAGE_REUSED: 5,
      PACKAGES: 300,
      Group: 76,
      BlueGroup: 76,
    };
    const text = (template: Template) =>
      (actionOf(template, 'Approve').Configuration.CustomData ?? '').replaceAll(
        /#\{\w+\.(\w+)\}/g,
        (_, name: keyof typeof names) => 'x'.repeat(names[name]),
      );
    expect(text(approved).length).toBeLessThanOrEqual(1000);
    expect(text(existing).length).toBeLessThanOrEqual(1000);
  });

  it('hand each action the version of the state that the one before it wrote', () => {
    const { hash } = settingsIn(owned);
    expect(parametersOf(owned, 'LaunchTemplate')).toMatchObject({
      settings: hash,
      amiVersion: '#{Bake.AMI_VERSION}',
    });
    expect(parametersOf(owned, 'Green').launchTemplateVersion).toBe('#{LaunchTemplate.ParameterVersion}');
    expect(parametersOf(owned, 'Traffic')).toMatchObject({
      group: '#{Green.Group}',
      traffic: '#{Green.Traffic}',
    });
    expect(parametersOf(owned, 'Retire')).toMatchObject({
      newVersion: '#{Traffic.NewVersion}',
      oldVersion: '#{Traffic.OldVersion}',
    });
    for (const action of ['LaunchTemplate', 'Green', 'Traffic'])
      expect(actionOf(owned, action)).toMatchObject({ Namespace: action });
  });
});

describe('what a fleet costs', () => {
  it('is at most ten resources, three roles and 28 KB with a check, and neither key nor bucket', () => {
    for (const stack of ['shop-fleet-stg', 'shop-farm-stg']) {
      const { Resources } = templateOf(app, stack).toJSON() as {
        Resources: Record<string, { Type: string }>;
      };
      const types = Object.values(Resources).map(({ Type }) => Type);
      const ofSource = types.filter((type) => type === 'AWS::Events::Rule').length;
      expect(types.length - ofSource).toBeLessThanOrEqual(10);
      expect(types.filter((type) => type === 'AWS::IAM::Role').length).toBeLessThanOrEqual(3);
      expect(types.filter((type) => /KMS|S3::Bucket|IAM::Policy/.test(type))).toEqual([]);
      expect(templateFile(app, stack).length).toBeLessThanOrEqual(28 * 1024);
    }
  });

  it('leaves room in the policy of its role', () => {
    for (const [template, name] of [
      [owned, 'shop-fleet-stg'],
      [existing, 'shop-farm-stg'],
    ] as const)
      expect(JSON.stringify(statementsOf(template, name)).length).toBeLessThan(9_000);
  });
});

describe('the rights of a fleet’s pipeline', () => {
  const statementFor = (template: Template, name: string, action: string) => {
    const [statement, ...others] = statementsOf(template, name, action);
    expect(others).toEqual([]);
    return statement;
  };

  it('let it make groups of its name with its tag only, and change what carries the tag only', () => {
    expect(statementFor(owned, 'shop-fleet-stg', 'autoscaling:CreateAutoScalingGroup')).toMatchObject({
      Resource:
        'arn:aws:autoscaling:ap-northeast-1:111111111111:autoScalingGroup:*:autoScalingGroupName/shop-fleet-stg-*',
      Condition: { StringEquals: { 'aws:RequestTag/pipeline-factory:pipeline': 'shop-fleet-stg' } },
    });
    for (const action of ['autoscaling:DeleteAutoScalingGroup', 'ec2:DeregisterImage'])
      expect(statementFor(owned, 'shop-fleet-stg', action)).toMatchObject({
        Condition: { StringEquals: { 'aws:ResourceTag/pipeline-factory:pipeline': 'shop-fleet-stg' } },
      });
  });

  it('let it launch its own template only, with images of the account only', () => {
    const [made, image] = statementsOf(owned, 'shop-fleet-stg', 'ec2:RunInstances');
    const template = {
      'Fn::Join': [
        '',
        ['arn:aws:ec2:ap-northeast-1:111111111111:launch-template/', { Ref: 'LaunchTemplate' }],
      ],
    };
    for (const statement of [made, image])
      expect(statement).toMatchObject({ Condition: { ArnEquals: { 'ec2:LaunchTemplate': template } } });
    expect(image).toMatchObject({
      Resource: 'arn:aws:ec2:ap-northeast-1::image/*',
      Condition: { StringEquals: { 'ec2:Owner': '111111111111' } },
    });
  });

  it('let it pass the role of the instances to EC2, those of the hooks to Auto Scaling, and no other', () => {
    expect(statementsOf(existing, 'shop-farm-stg', 'iam:PassRole')).toMatchObject([
      {
        Resource: 'arn:aws:iam::111111111111:role/apps/farm',
        Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
      },
      {
        Resource: 'arn:aws:iam::111111111111:role/farm-hooks',
        Condition: { StringEquals: { 'iam:PassedToService': 'autoscaling.amazonaws.com' } },
      },
    ]);
  });

  it('let it change the two rules of its own only', () => {
    expect(statementFor(owned, 'shop-fleet-stg', 'elasticloadbalancing:ModifyRule')?.Resource).toEqual(
      expect.arrayContaining([{ Ref: 'ListenerRule' }, { Ref: 'TestListenerRule' }]),
    );
  });

  it('let it do only what the config has', () => {
    const allows = (template: Template, name: string, action: string) =>
      statementsOf(template, name, action).length > 0;
    const optional = {
      'autoscaling:PutScalingPolicy': true,
      'autoscaling:BatchPutScheduledUpdateGroupAction': true,
      'autoscaling:PutNotificationConfiguration': true,
      'autoscaling:EnableMetricsCollection': false,
    };
    for (const [action, isInExisting] of Object.entries(optional)) {
      expect([action, allows(existing, 'shop-farm-stg', action)]).toEqual([action, isInExisting]);
      expect([action, allows(owned, 'shop-fleet-stg', action)]).toEqual([action, !isInExisting]);
    }
  });

  it('let it end no instance but those of its bakes', () => {
    expect(statementFor(owned, 'shop-fleet-stg', 'ec2:TerminateInstances')).toMatchObject({
      Condition: {
        StringEquals: { 'aws:ResourceTag/pipeline-factory:pipeline': 'shop-fleet-stg' },
        StringLike: { 'aws:ResourceTag/pipeline-factory:bake': 'shop-fleet-stg-bake:*' },
      },
    });
  });

  it('limit no invocation by the condition of another right', () => {
    for (const statement of statementsOf(owned, 'shop-fleet-stg', 'lambda:InvokeFunction'))
      expect(statement).not.toHaveProperty('Condition');
  });
});

test('the pipeline is made after all that it works with, because it starts as soon as it is made', () => {
  owned.hasResource('AWS::CodePipeline::Pipeline', {
    DependsOn: ['BakeProject', 'LaunchTemplate', 'Settings'],
  });
  existing.hasResource('AWS::CodePipeline::Pipeline', {
    DependsOn: ['BakeProject', 'CheckplaybookProject', 'LaunchTemplate', 'Settings'],
  });
});
