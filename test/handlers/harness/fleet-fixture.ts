import { AutoScalingClient, type AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  EC2Client,
  RegisterImageCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client, ModifyRuleCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import {
  type FleetSettings,
  releaseVersionDescription,
  settingsVersionDescription,
} from '../../../handlers/contract/fleet-settings';
import {
  fleetParameterName,
  settingsParameterName,
  PIPELINE_TAG,
  type PipelineIdentity,
  pipelineName,
  releaseParameterName,
} from '../../../handlers/contract/names';
import type { ClientConfig } from './client-config';
import { type FleetGroups, fleetGroups } from './fleet-groups';
import { createBalancer, type FleetBalancer, type FleetNetwork } from './fleet-network';
import { fleetObserver, type FleetObserver } from './fleet-observer';

/** A pipeline that releases a fleet, with everything that its stacks make, new for each test. */
export interface FleetFixture extends FleetGroups, FleetObserver {
  readonly identity: PipelineIdentity;
  readonly name: string;
  readonly balancer: FleetBalancer;
  settings: FleetSettings;
  readonly clients: {
    readonly autoScaling: AutoScalingClient;
    readonly ec2: EC2Client;
    readonly elb: ElasticLoadBalancingV2Client;
    readonly ssm: SSMClient;
    readonly cloudWatch: CloudWatchClient;
  };
  /** Deploys other settings, as CloudFormation does. */
  configure(change: SettingsChange): Promise<void>;
  /** Registers an image of the pipeline. @returns its id */
  image(tags?: Readonly<Record<string, string>>): Promise<string>;
  /** Makes the version of the launch template that a release of an image deploys. @returns its number */
  version(imageId: string): Promise<string>;
  /** Launches an instance of an image, in no group. */
  launch(imageId: string): Promise<void>;
  /** Sets the weight of target group a, of 100. */
  weigh(a: number): Promise<void>;
  /** @returns number of the version */
  put(name: StateName | 'release', value: string): Promise<string>;
  alarm(name: string, state: 'OK' | 'ALARM'): Promise<void>;
}

export type StateName = Parameters<typeof fleetParameterName>[1];

export interface SettingsChange {
  readonly hash?: string;
  readonly keep?: number;
  readonly group?: Partial<FleetSettings['group']>;
  readonly traffic?: Partial<FleetSettings['traffic']>;
}

export const tagsOf = ({ Tags = [] }: AutoScalingGroup): Record<string, string> =>
  Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));

let count = 0;
let images = 0;

export async function createFleetFixture(
  config: ClientConfig,
  network: FleetNetwork,
  change: SettingsChange = {},
): Promise<FleetFixture> {
  const number = ++count;
  const identity = { prefix: 'shop', pipeline: `fleet${number}`, environment: 'prd' };
  const name = pipelineName(identity);
  const balancer = await createBalancer(config, network, `fleet${number}`);
  const clients = {
    autoScaling: new AutoScalingClient(config),
    ec2: new EC2Client(config),
    elb: new ElasticLoadBalancingV2Client(config),
    ssm: new SSMClient(config),
    cloudWatch: new CloudWatchClient(config),
  };
  const { autoScaling, ec2, elb, ssm, cloudWatch } = clients;
  const put = async (Name: string, Value: string) => {
    const request = { Name, Value, Type: 'String', Overwrite: true } as const;
    return `${(await ssm.send(new PutParameterCommand(request))).Version}`;
  };
  const groups = fleetGroups({ autoScaling, identity, balancer, network });
  const fixture: FleetFixture = {
    ...{ identity, name, balancer, clients },
    ...groups,
    ...fleetObserver({ elb, ssm, identity, balancer, groups }),
    settings: settingsOf(name, number, balancer, network),
    configure: async ({ group, traffic, ...rest }) => {
      const { settings } = fixture;
      fixture.settings = {
        ...{ ...settings, ...rest },
        group: { ...settings.group, ...group },
        traffic: { ...settings.traffic, ...traffic },
      };
      await put(settingsParameterName(identity), JSON.stringify(fixture.settings));
    },
    image: async (tags = {}) => {
      const Tags = Object.entries({ [PIPELINE_TAG]: name, ...tags }).map(([Key, Value]) => ({ Key, Value }));
      const request = new RegisterImageCommand({
        Name: `image ${++images}`,
        RootDeviceName: '/dev/xvda',
        Architecture: 'x86_64',
        TagSpecifications: [{ ResourceType: 'image', Tags }],
      });
      return (await ec2.send(request)).ImageId ?? '';
    },
    version: async (imageId) => {
      const request = new CreateLaunchTemplateVersionCommand({
        LaunchTemplateName: name,
        LaunchTemplateData: { ...TEMPLATE, ImageId: imageId },
        VersionDescription: releaseVersionDescription(imageId, fixture.settings.hash),
      });
      return `${(await ec2.send(request)).LaunchTemplateVersion?.VersionNumber}`;
    },
    launch: async (ImageId) => {
      const [SubnetId] = network.subnets;
      const one = { MinCount: 1, MaxCount: 1, InstanceType: 't3.small' } as const;
      await ec2.send(new RunInstancesCommand({ ImageId, SubnetId, ...one }));
    },
    weigh: async (a) => {
      const TargetGroups = balancer.targetGroups.map((TargetGroupArn, at) => ({
        TargetGroupArn,
        Weight: at === 0 ? a : 100 - a,
      }));
      const Actions = [{ Type: 'forward' as const, ForwardConfig: { TargetGroups } }];
      await elb.send(new ModifyRuleCommand({ RuleArn: balancer.listenerRule, Actions }));
    },
    put: (state, value) =>
      put(state === 'release' ? releaseParameterName(identity) : fleetParameterName(identity, state), value),
    alarm: async (AlarmName, StateValue) => {
      await cloudWatch.send(
        new PutMetricAlarmCommand({
          ...{ AlarmName, MetricName: 'errors', Namespace: 'shop', Statistic: 'Sum' },
          ...{ Period: 60, EvaluationPeriods: 1, Threshold: 1 },
          ComparisonOperator: 'GreaterThanThreshold',
        }),
      );
      await cloudWatch.send(
        new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: '5 errors in a minute' }),
      );
    },
  };
  await fixture.configure(change);
  await ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: name,
      VersionDescription: settingsVersionDescription(fixture.settings.hash),
      LaunchTemplateData: TEMPLATE,
      TagSpecifications: [{ ResourceType: 'launch-template', Tags: [{ Key: PIPELINE_TAG, Value: name }] }],
    }),
  );
  return fixture;
}

const TEMPLATE = {
  InstanceType: 't3.small',
  UserData: Buffer.from('#!/bin/sh').toString('base64'),
  MetadataOptions: { HttpTokens: 'required' },
} as const;

const settingsOf = (
  launchTemplate: string,
  number: number,
  { listenerRule, targetGroups }: FleetBalancer,
  { subnets }: FleetNetwork,
): FleetSettings => ({
  hash: `0123456789ab${number.toString(16).padStart(4, '0')}`,
  launchTemplate,
  keep: 1,
  group: {
    ...{ min: 1, max: 6, subnets, types: ['t3.small'], warmup: 0, healthCheckGrace: 60 },
    scaling: { cpu: 60 },
  },
  traffic: {
    ...{ listenerRule, targetGroups, steps: [10, 100], bake: 60, hold: 120 },
    ...{ alarms: [], healthTimeout: 300 },
  },
});
