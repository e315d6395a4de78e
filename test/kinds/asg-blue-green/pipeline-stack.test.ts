import type { Template } from 'aws-cdk-lib/assertions';
import { BAKE_SETTINGS_VARIABLE, type BakeSettings } from '../../../handlers/contract/bake';
import type { FleetSettings } from '../../../handlers/contract/fleet-settings';
import type { AsgBlueGreenPipeline } from '../../../lib/kinds/asg-blue-green/config/model';
import { settingsHash } from '../../../lib/kinds/asg-blue-green/stacks/settings';
import { parseConfig } from '../../../lib/load-config';
import { EXISTING_FLEET_PIPELINE, FLEET_PIPELINE, configText } from '../../support/configs';
import { appOf, templateFile, templateOf } from '../../support/synthesized';
import { actionNames, actionOf, statementsOf } from '../../support/templates';

const app = appOf(configText(`${FLEET_PIPELINE}\n${EXISTING_FLEET_PIPELINE}`));
const owned = templateOf(app, 'shop-fleet-stg');
const approved = templateOf(app, 'shop-fleet-prd');
const existing = templateOf(app, 'shop-farm-stg');

/** What of a CodeBuild project has the settings of a bake. */
interface BakeProject {
  readonly Environment: {
    readonly EnvironmentVariables: readonly { readonly Name: string; readonly Value: unknown }[];
  };
}

type Properties = Readonly<Record<string, unknown>>;

/** The properties of the one resource of a type. */
function only(template: Template, type: string): Properties {
  const found = Object.values(template.findResources(type) as Record<string, { Properties: Properties }>);
  expect(found).toHaveLength(1);
  return found[0]?.Properties ?? {};
}

/** Text with what CloudFormation puts in replaced by the id of the parameter, as `<Id>`. */
function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, 'Fn::Select': select, Ref: ref } = value as Record<string, unknown>;
  if (Array.isArray(join)) return (join[1] as unknown[]).map(plain).join('');
  if (Array.isArray(select)) return `<${(select[1] as { Ref: string }).Ref}${select[0]}>`;
  return `<${ref as string}>`;
}

const settingsIn = (template: Template) =>
  JSON.parse(plain(only(template, 'AWS::SSM::Parameter').Value)) as FleetSettings;

const dataIn = (template: Template) =>
  only(template, 'AWS::EC2::LaunchTemplate').LaunchTemplateData as Properties;

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

describe('the launch template', () => {
  it('has everything but an image, and the hash of the settings in its description', () => {
    const { LaunchTemplateName, VersionDescription } = only(owned, 'AWS::EC2::LaunchTemplate');
    expect(LaunchTemplateName).toBe('shop-fleet-stg');
    expect(VersionDescription).toBe(`settings ${settingsIn(owned).hash}`);
    expect(dataIn(owned)).not.toHaveProperty('ImageId');
    expect(dataIn(owned)).toMatchObject({
      InstanceType: 't3.small',
      IamInstanceProfile: { Name: 'shop-fleet-stg-instance' },
      SecurityGroupIds: [{ Ref: 'InstanceSecurityGroup' }],
      MetadataOptions: { HttpTokens: 'required' },
    });
  });

  it('has what the config says of instances', () => {
    expect(dataIn(existing)).toMatchObject({
      InstanceType: 'c7g.large',
      IamInstanceProfile: { Name: 'farm' },
      SecurityGroupIds: ['sg-0ccccccc'],
      UserData: { 'Fn::Base64': expect.stringContaining('#!/bin/sh') as unknown },
      Monitoring: { Enabled: true },
      BlockDeviceMappings: [
        {
          DeviceName: '/dev/xvda',
          Ebs: {
            VolumeSize: 30,
            VolumeType: 'gp3',
            Iops: 4000,
            Throughput: 250,
            Encrypted: true,
            DeleteOnTermination: true,
          },
        },
        { DeviceName: '/dev/sdb', Ebs: { VolumeType: 'st1', Encrypted: true, DeleteOnTermination: false } },
      ],
    });
  });

  it('tags instances and volumes as the pipeline’s from their first moment', () => {
    const tags = { Key: 'pipeline-factory:pipeline', Value: 'shop-farm-stg' };
    expect(dataIn(existing).TagSpecifications).toEqual(
      ['instance', 'volume'].map((ResourceType) => ({
        ResourceType,
        Tags: [{ Key: 'Name', Value: 'shop-farm-stg' }, { Key: 'team', Value: 'farm' }, tags],
      })),
    );
  });
});

describe('the settings', () => {
  it('name what the stack of the service made', () => {
    expect(settingsIn(owned)).toMatchObject({
      launchTemplate: 'shop-fleet-stg',
      keep: 3,
      group: {
        min: 2,
        max: 10,
        types: ['t3.small'],
        subnets: ['<Subnets0>', '<Subnets1>'],
        warmup: 60,
        healthCheckGrace: 300,
      },
      traffic: {
        listenerRule: '<ListenerRule>',
        testListenerRule: '<TestListenerRule>',
        targetGroups: ['<TargetGroupA>', '<TargetGroupB>'],
        steps: [100],
        bake: 120,
        hold: 300,
        healthTimeout: 900,
        alarms: [
          'shop-fleet-stg-a-unhealthy-hosts',
          'shop-fleet-stg-b-unhealthy-hosts',
          'shop-fleet-stg-a-target-5xx',
          'shop-fleet-stg-b-target-5xx',
        ],
      },
    });
    owned.hasParameter('ListenerRule', {
      Type: 'AWS::SSM::Parameter::Value<String>',
      Default: '/shop/fleet/stg/traffic/listener-rule',
    });
  });

  it('have all that the config says of the group', () => {
    expect(settingsIn(existing).group).toEqual({
      min: 3,
      max: 30,
      subnets: ['subnet-0aaaaaaa', 'subnet-0ddddddd'],
      types: ['c7g.large', 'c6gd.large', 'm7gn.large'],
      warmup: 120,
      healthCheckGrace: 90,
      onDemandPercentage: 50,
      scaling: { cpu: 50, requests: 1000 },
      schedules: [
        { name: 'morning', recurrence: '0 8 * * MON-FRI', timeZone: 'Asia/Tokyo', min: 6, desired: 8 },
      ],
      hooks: [
        { name: 'warm', transition: 'launch', timeout: 600, otherwise: 'abandon' },
        {
          name: 'drain',
          transition: 'terminate',
          timeout: 300,
          otherwise: 'continue',
          notify: {
            target: 'arn:aws:sqs:ap-northeast-1:111111111111:farm-drain',
            role: 'arn:aws:iam::111111111111:role/farm-hooks',
          },
        },
      ],
      metrics: false,
      tags: { 'cost-center': '42' },
      notifications: 'arn:aws:sns:ap-northeast-1:111111111111:farm',
      deletionProtection: 'prevent-force-deletion',
    });
    expect(settingsIn(existing).traffic.alarms).toEqual(['farm-5xx']);
  });

  it('have another hash when anything of the group or of its instances differs, and else the same', () => {
    const hashOf = (from = '', to = '') => {
      const [pipeline] = parseConfig(
        configText(FLEET_PIPELINE.replace(from, to)),
        'pipelines.yaml',
      ).pipelines;
      return settingsHash(pipeline as AsgBlueGreenPipeline);
    };
    expect(hashOf()).toMatch(/^[0-9a-f]{16}$/);
    expect(hashOf('repository: acme/fleet', 'repository: acme/other')).toBe(hashOf());
    for (const [from, to] of [
      ['max: 10', 'max: 11'],
      ['types: [t3.small]', 'types: [t3.small], tags: { a: b }'],
      ['service:', 'deploy: { hold: 6m }\n    service:'],
    ] as const)
      expect(hashOf(from, to)).not.toBe(hashOf());
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

test('a bake runs as the instances do, in their first subnet, but for what the config has of it', () => {
  const bakeOf = (template: Template) => {
    const projects = Object.values(
      template.findResources('AWS::CodeBuild::Project') as Record<string, { Properties: BakeProject }>,
    ).flatMap(({ Properties }) => Properties.Environment.EnvironmentVariables);
    const settings = projects.find(({ Name }) => Name === BAKE_SETTINGS_VARIABLE)?.Value;
    return (JSON.parse(plain(settings)) as BakeSettings).instance;
  };
  expect(bakeOf(owned)).toEqual({
    type: 't3.small',
    profile: 'shop-fleet-stg-instance',
    securityGroup: '<InstanceSecurityGroup>',
    subnet: '<Subnets0>',
    publicAddress: true,
  });
  expect(bakeOf(existing)).toEqual({
    type: 'm7g.large',
    profile: 'farm',
    securityGroup: 'sg-0bbbbbbb',
    subnet: 'subnet-0aaaaaaa',
    publicAddress: true,
  });
});
