import type { Template } from 'aws-cdk-lib/assertions';
import { BAKE_SETTINGS_VARIABLE, type BakeSettings } from '../../../handlers/contract/bake';
import type { AsgBlueGreenPipeline } from '../../../lib/kinds/asg-blue-green/config/model';
import { settingsHash } from '../../../lib/kinds/asg-blue-green/stacks/settings';
import { parseConfig } from '../../../lib/load-config';
import { configText, FLEET_PIPELINE } from '../../support/configs';
import { existing, only, owned, plain, type Properties, settingsIn } from './fleet-templates';

/** What of a CodeBuild project has the settings of a bake. */
interface BakeProject {
  readonly Environment: {
    readonly EnvironmentVariables: readonly { readonly Name: string; readonly Value: unknown }[];
  };
}

const dataIn = (template: Template) =>
  only(template, 'AWS::EC2::LaunchTemplate').LaunchTemplateData as Properties;

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
