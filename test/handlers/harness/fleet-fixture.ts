import {
  AutoScalingClient,
  type AutoScalingGroup,
  CreateAutoScalingGroupCommand,
  CreateOrUpdateTagsCommand,
  DeleteAutoScalingGroupCommand,
  DeleteTagsCommand,
  type CreateAutoScalingGroupCommandInput,
  paginateDescribeAutoScalingGroups,
  SetDesiredCapacityCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  EC2Client,
  RegisterImageCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  DescribeRulesCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyRuleCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetParametersByPathCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import {
  type FleetSettings,
  releaseVersionDescription,
  settingsVersionDescription,
} from '../../../handlers/contract/fleet-settings';
import {
  ATTEMPT_TAG,
  EXECUTION_TAG,
  fleetParameterName,
  fleetSettingsParameterName,
  IMAGE_TAG,
  MINIMUM_TAG,
  PIPELINE_TAG,
  type PipelineIdentity,
  pipelineName,
  releaseParameterName,
} from '../../../handlers/contract/names';
import type { ClientConfig } from './client-config';
import { createBalancer, type FleetBalancer, type FleetNetwork } from './fleet-network';

/** A pipeline that releases a fleet, with everything that its stacks make, new for each test. */
export interface FleetFixture {
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
  /** Creates a group as a release does. @returns its name */
  group(options: GroupOptions): Promise<string>;
  /** Raises a group's minimum to two, as a release does. @param minimum what it gets back */
  hold(group: string, minimum: number): Promise<void>;
  /** Gives a group its minimum back, as a release does. */
  release(group: string, minimum: number): Promise<void>;
  /** Empties a group whose minimum someone has lowered. */
  shrink(group: string): Promise<void>;
  /** Launches an instance of an image, in no group. */
  launch(imageId: string): Promise<void>;
  /** Gives a group another size, as its scaling policy does. */
  grow(group: string, size: number): Promise<void>;
  /** Sets the weight of target group a, of 100. */
  weigh(a: number): Promise<void>;
  /** @returns number of the version */
  put(name: StateName | 'release', value: string): Promise<string>;
  alarm(name: string, state: 'OK' | 'ALARM'): Promise<void>;
  /** How many targets of a target group are healthy. */
  healthyOn(side: 0 | 1): Promise<number>;
  /** Where the traffic goes, and to how many healthy targets. */
  sides(): Promise<Pick<FleetLook, 'weights' | 'healthy'>>;
  look(): Promise<FleetLook>;
  /** Deletes its groups, which would go on being checked. */
  remove(): Promise<void>;
}

export type StateName = Parameters<typeof fleetParameterName>[1];

export interface SettingsChange {
  readonly hash?: string;
  readonly keep?: number;
  readonly group?: Partial<FleetSettings['group']>;
  readonly traffic?: Partial<FleetSettings['traffic']>;
}

export interface GroupOptions {
  readonly execution: string;
  readonly attempt?: number;
  readonly imageId: string;
  readonly version: string;
  /** On which of the two target groups it is. */
  readonly on: 0 | 1;
  /** The minimum that it gets back. @default - its minimum is not raised */
  readonly minimum?: number;
  readonly more?: Partial<CreateAutoScalingGroupCommandInput>;
}

/** What a test compares: all that a release changes. */
export interface FleetLook {
  /** Percent of the traffic of target group a, and of b. */
  readonly weights: readonly number[];
  /** Healthy targets on a, and on b. */
  readonly healthy: readonly number[];
  readonly groups: readonly AutoScalingGroup[];
  /** By the end of their names. */
  readonly parameters: Readonly<Record<string, string>>;
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
  const fixture: FleetFixture = {
    ...{ identity, name, balancer, clients },
    settings: settingsOf(name, number, balancer, network),
    configure: async ({ group, traffic, ...rest }) => {
      const { settings } = fixture;
      fixture.settings = {
        ...{ ...settings, ...rest },
        group: { ...settings.group, ...group },
        traffic: { ...settings.traffic, ...traffic },
      };
      await put(fleetSettingsParameterName(identity), JSON.stringify(fixture.settings));
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
    group: async ({ execution, attempt = 1, imageId, version, on, minimum, more }) => {
      const AutoScalingGroupName = `${name}-${execution.slice(0, 8)}-${attempt}`;
      const own = {
        [PIPELINE_TAG]: name,
        [EXECUTION_TAG]: execution,
        [ATTEMPT_TAG]: `${attempt}`,
        [IMAGE_TAG]: imageId,
        ...(minimum !== undefined && { [MINIMUM_TAG]: `${minimum}` }),
      };
      const input = {
        ...{ AutoScalingGroupName, MinSize: 1, MaxSize: 6, DesiredCapacity: 2 },
        LaunchTemplate: { LaunchTemplateName: name, Version: version },
        VPCZoneIdentifier: network.subnets.join(','),
        TargetGroupARNs: [balancer.targetGroups[on]],
        HealthCheckType: 'ELB',
        HealthCheckGracePeriod: 60,
        Tags: Object.entries(own).map(([Key, Value]) => ({ Key, Value, PropagateAtLaunch: true })),
        ...more,
      };
      await autoScaling.send(new CreateAutoScalingGroupCommand(input));
      return input.AutoScalingGroupName;
    },
    hold: async (AutoScalingGroupName, minimum) => {
      const tag = { ResourceId: AutoScalingGroupName, ResourceType: 'auto-scaling-group', Key: MINIMUM_TAG };
      await autoScaling.send(
        new CreateOrUpdateTagsCommand({ Tags: [{ ...tag, Value: `${minimum}`, PropagateAtLaunch: false }] }),
      );
      await autoScaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, MinSize: 2 }));
    },
    release: async (AutoScalingGroupName, MinSize) => {
      const tag = { ResourceId: AutoScalingGroupName, ResourceType: 'auto-scaling-group', Key: MINIMUM_TAG };
      await autoScaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, MinSize }));
      await autoScaling.send(new DeleteTagsCommand({ Tags: [tag] }));
    },
    shrink: async (AutoScalingGroupName) => {
      const empty = { MinSize: 0, DesiredCapacity: 0 };
      await autoScaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, ...empty }));
    },
    launch: async (ImageId) => {
      const [SubnetId] = network.subnets;
      const one = { MinCount: 1, MaxCount: 1, InstanceType: 't3.small' } as const;
      await ec2.send(new RunInstancesCommand({ ImageId, SubnetId, ...one }));
    },
    grow: async (AutoScalingGroupName, DesiredCapacity) => {
      await autoScaling.send(new SetDesiredCapacityCommand({ AutoScalingGroupName, DesiredCapacity }));
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
    healthyOn: async (side) => {
      const command = new DescribeTargetHealthCommand({ TargetGroupArn: balancer.targetGroups[side] });
      const { TargetHealthDescriptions = [] } = await elb.send(command);
      return TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State === 'healthy').length;
    },
    remove: async () => {
      const { groups } = await fixture.look();
      for (const { AutoScalingGroupName, Status, DeletionProtection } of groups) {
        if (Status) continue;
        if (DeletionProtection !== 'none')
          await autoScaling.send(
            new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, DeletionProtection: 'none' }),
          );
        await autoScaling.send(
          new DeleteAutoScalingGroupCommand({ AutoScalingGroupName, ForceDelete: true }),
        );
      }
    },
    sides: async () => {
      const { Rules } = await elb.send(new DescribeRulesCommand({ RuleArns: [balancer.listenerRule] }));
      const weights = Rules?.[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups ?? [];
      const healthy = [await fixture.healthyOn(0), await fixture.healthyOn(1)];
      return {
        weights: balancer.targetGroups.map(
          (arn) => weights.find(({ TargetGroupArn }) => TargetGroupArn === arn)?.Weight ?? 0,
        ),
        healthy,
      };
    },
    look: async () => {
      const groups: AutoScalingGroup[] = [];
      for await (const page of paginateDescribeAutoScalingGroups({ client: autoScaling }, {}))
        groups.push(...(page.AutoScalingGroups ?? []));
      const sides = await fixture.sides();
      const Path = `/shop/fleet${number}/prd`;
      const { Parameters = [] } = await ssm.send(new GetParametersByPathCommand({ Path, Recursive: true }));
      return {
        ...sides,
        groups: groups.filter(({ AutoScalingGroupName = '' }) =>
          AutoScalingGroupName.includes(`fleet${number}-`),
        ),
        parameters: Object.fromEntries(
          Parameters.map(({ Name = '', Value = '' }) => [Name.slice(Path.length + 1), Value]),
        ),
      };
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
