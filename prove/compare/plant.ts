import type {
  CreateLaunchTemplateResult,
  CreateSubnetResult,
  CreateVpcResult,
  RegisterImageResult,
} from '@aws-sdk/client-ec2';
import type {
  CreateListenerOutput,
  CreateLoadBalancerOutput,
  CreateRuleOutput,
  CreateTargetGroupOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { SimulatedAccount } from '../simulated-account/simulated-account';
import type { GroupRecord } from '../stores/autoscaling/model';
import type { TemplateRecord } from '../stores/ec2/model';
import type { TargetGroupRecord } from '../stores/elasticloadbalancing/model';
import type { CallAccount } from './call-account';
import { HEALTH_TAG } from './outcome';
import { PairedIds } from './paired-ids';
import { plantServices } from './plant-service';

const ELB = 'elastic-load-balancing-v2';

/**
 * Makes in an empty account what a simulated account has: its network, load balancer, images, templates, parameters, alarms, groups and services.
 * Instances get into service, and targets healthy, in their time.
 * @returns what its ids are in that account
 */
export async function plant(simulated: SimulatedAccount, call: CallAccount): Promise<PairedIds> {
  const ids = new PairedIds();
  if (simulated.ec2.subnets.length > 0) await plantNetwork(simulated, call, ids);
  for (const one of Object.values(simulated.loadBalancing.targetGroups))
    await plantTargetGroup(one, call, ids);
  if (Object.keys(simulated.loadBalancing.rules).length > 0) await plantRules(simulated, call, ids);
  for (const [id, { tags, succeeds }] of Object.entries(simulated.ec2.images)) {
    if (succeeds === 'every-other')
      throw new Error(`image ${id} must have all its instances healthy, or none`);
    const all = { ...tags, ...(succeeds === 'none' && { [HEALTH_TAG]: 'never' }) };
    const Tags = Object.entries(all).map(([Key, Value]) => ({ Key, Value }));
    const { ImageId = '' } = (await call('ec2', 'RegisterImage', {
      ...{ Name: id, RootDeviceName: '/dev/xvda', Architecture: 'x86_64' },
      ...(Tags.length > 0 && { TagSpecifications: [{ ResourceType: 'image', Tags }] }),
    })) as RegisterImageResult;
    ids.pair(id, ImageId);
  }
  for (const [name, template] of Object.entries(simulated.ec2.templates))
    await plantTemplate(name, template, call, ids);
  for (const [Name, { values }] of Object.entries(simulated.ssm))
    for (const Value of values)
      await call('ssm', 'PutParameter', ids.toOther({ Name, Value, Type: 'String', Overwrite: true }));
  for (const [AlarmName, StateValue] of Object.entries(simulated.cloudWatch)) {
    await call('cloudwatch', 'PutMetricAlarm', { ...ALARM, AlarmName });
    await call('cloudwatch', 'SetAlarmState', {
      AlarmName,
      StateValue,
      StateReason: 'as it is in the model',
    });
  }
  for (const group of Object.values(simulated.autoScaling.groups)) await plantGroup(group, call, ids);
  await plantServices(simulated, call, ids);
  return ids;
}

const ALARM = {
  ...{ MetricName: 'errors', Namespace: 'shop', Statistic: 'Sum', Period: 60, EvaluationPeriods: 1 },
  ...{ Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' },
};

async function plantNetwork(
  { ec2: { subnets } }: SimulatedAccount,
  call: CallAccount,
  ids: PairedIds,
): Promise<void> {
  const { Vpc } = (await call('ec2', 'CreateVpc', { CidrBlock: '10.9.0.0/16' })) as CreateVpcResult;
  ids.pair(subnets[0]?.VpcId ?? '', Vpc?.VpcId ?? '');
  for (const [at, { SubnetId = '' }] of subnets.entries()) {
    const { Subnet } = (await call('ec2', 'CreateSubnet', {
      ...{ VpcId: Vpc?.VpcId, CidrBlock: `10.9.${at * 16}.0/20`, AvailabilityZone: `${ZONES}${'ac'[at]}` },
    })) as CreateSubnetResult;
    ids.pair(SubnetId, Subnet?.SubnetId ?? '');
  }
}

/** The zones of the region in which the endpoint's tests are. */
const ZONES = 'ap-northeast-1';

async function plantTargetGroup(
  { described, attributes }: TargetGroupRecord,
  call: CallAccount,
  ids: PairedIds,
): Promise<void> {
  const { TargetGroupArn: modelArn, ...settings } = described;
  const [, Name] = /targetgroup\/([^/]+)/.exec(modelArn ?? '') ?? [];
  const { TargetGroups } = (await call(
    ELB,
    'CreateTargetGroup',
    ids.toOther({ Name, HealthCheckTimeoutSeconds: 5, ...settings }),
  )) as CreateTargetGroupOutput;
  const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? '';
  const Attributes = Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));
  await call(ELB, 'ModifyTargetGroupAttributes', { TargetGroupArn, Attributes });
  ids.pair(modelArn ?? '', TargetGroupArn);
}

/** A listener for each that the rules name, on ports of their own. */
async function plantRules(
  { loadBalancing: { rules }, ec2: { subnets } }: SimulatedAccount,
  call: CallAccount,
  ids: PairedIds,
): Promise<void> {
  const Subnets = ids.toOther(subnets.map(({ SubnetId }) => SubnetId));
  const { LoadBalancers } = (await call(ELB, 'CreateLoadBalancer', {
    ...{ Name: 'web', Subnets },
  })) as CreateLoadBalancerOutput;
  const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn;
  const none = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } };
  for (const [at, { RuleArn = '', Actions, listener }] of Object.values(rules).entries()) {
    const { Listeners } = (await call(ELB, 'CreateListener', {
      ...{ LoadBalancerArn, Port: 8000 + at, Protocol: 'HTTP', DefaultActions: [none] },
    })) as CreateListenerOutput;
    const ListenerArn = Listeners?.[0]?.ListenerArn ?? '';
    const Conditions = [{ Field: 'path-pattern', Values: ['/*'] }];
    const { Rules } = (await call(
      ELB,
      'CreateRule',
      ids.toOther({ ListenerArn, Priority: 1, Conditions, Actions }),
    )) as CreateRuleOutput;
    ids.pair(listener, ListenerArn);
    ids.pair(loadBalancerOf(listener), LoadBalancerArn ?? '');
    ids.pair(RuleArn, Rules?.[0]?.RuleArn ?? '');
  }
}

/** The ARN of a listener has that of its load balancer in it. */
const loadBalancerOf = (listener: string): string =>
  listener.replace(':listener/', ':loadbalancer/').replace(/\/[^/]+$/, '');

async function plantTemplate(
  LaunchTemplateName: string,
  { id, versions }: TemplateRecord,
  call: CallAccount,
  ids: PairedIds,
): Promise<void> {
  for (const [at, { VersionDescription, LaunchTemplateData }] of versions.entries()) {
    const request = ids.toOther({ LaunchTemplateName, VersionDescription, LaunchTemplateData });
    if (at > 0) await call('ec2', 'CreateLaunchTemplateVersion', request);
    else {
      const made = (await call('ec2', 'CreateLaunchTemplate', request)) as CreateLaunchTemplateResult;
      ids.pair(id, made.LaunchTemplate?.LaunchTemplateId ?? '');
    }
  }
}

async function plantGroup(group: GroupRecord, call: CallAccount, ids: PairedIds): Promise<void> {
  const request = {
    ...{ AutoScalingGroupName: group.name, LaunchTemplate: group.template },
    ...{ MinSize: group.min, MaxSize: group.max, DesiredCapacity: group.desired },
    ...{ VPCZoneIdentifier: group.subnets, TargetGroupARNs: group.targetGroups },
    ...{ HealthCheckType: 'ELB', HealthCheckGracePeriod: group.graceSeconds },
    Tags: Object.entries(group.tags).map(([Key, tag]) => ({
      ...{ ResourceId: group.name, ResourceType: 'auto-scaling-group', Key },
      ...tag,
    })),
  };
  await call('auto-scaling', 'CreateAutoScalingGroup', ids.toOther(request));
}
