import {
  type AutoScalingGroup,
  CreateAutoScalingGroupCommand,
  DeleteAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  CreateLaunchTemplateCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  RegisterImageCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DescribeRulesCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ModifyRuleCommand,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
} from '@aws-sdk/client-iam';
import type { RehearsalClients } from '../../../rehearsal/clients';
import { type DeployedApp, REGION } from './deployed-app';

/** A fleet that a team makes without us, behind a listener rule that forwards to its one target group. */
export interface RunningFleet {
  /** Of the Auto Scaling group. */
  readonly name: string;
  readonly listenerRule: string;
  readonly targetGroup: string;
  readonly subnets: readonly string[];
  readonly securityGroup: string;
  /** Of the instance profile and its role. */
  readonly profile: string;
}

/** Instances that run in it, more than its minimum. */
export const RUNNING = 3;
const MINIMUM = 2;

/** Makes all of one but its group. @param name at most 20 characters */
export async function createFleet(clients: RehearsalClients, name: string): Promise<RunningFleet> {
  const { vpc, subnets, securityGroup } = await createNetwork(clients, name);
  await createProfile(clients, name);
  const { listenerRule, targetGroup } = await createBalancer(clients, name, vpc, subnets);
  return { name, listenerRule, targetGroup, subnets, securityGroup, profile: name };
}

async function createNetwork({ ec2 }: RehearsalClients, name: string) {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.7.0.0/16' }));
  const VpcId = Vpc?.VpcId ?? '';
  const subnets: string[] = [];
  for (const [at, zone] of ['a', 'c'].entries()) {
    const request = { VpcId, CidrBlock: `10.7.${at}.0/24`, AvailabilityZone: `${REGION}${zone}` };
    subnets.push((await ec2.send(new CreateSubnetCommand(request))).Subnet?.SubnetId ?? '');
  }
  const { GroupId = '' } = await ec2.send(
    new CreateSecurityGroupCommand({ VpcId, GroupName: name, Description: name }),
  );
  return { vpc: VpcId, subnets, securityGroup: GroupId };
}

async function createProfile({ iam }: RehearsalClients, name: string): Promise<void> {
  const principal = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'ec2.amazonaws.com' },
  };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [principal] });
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument }));
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: name }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: name, RoleName: name }));
}

async function createBalancer({ elb }: RehearsalClients, name: string, vpc: string, Subnets: string[]) {
  const { LoadBalancers } = await elb.send(new CreateLoadBalancerCommand({ Name: name, Subnets }));
  const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn;
  const created = await elb.send(
    new CreateTargetGroupCommand({
      ...{ Name: name, VpcId: vpc, Protocol: 'HTTP', Port: 8080, TargetType: 'instance' },
      ...{ HealthCheckPath: '/health', HealthCheckIntervalSeconds: 10, HealthyThresholdCount: 2 },
    }),
  );
  const targetGroup = created.TargetGroups?.[0]?.TargetGroupArn ?? '';
  await elb.send(
    new ModifyTargetGroupAttributesCommand({
      TargetGroupArn: targetGroup,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
    }),
  );
  const { Listeners } = await elb.send(
    new CreateListenerCommand({
      ...{ LoadBalancerArn, Port: 80, Protocol: 'HTTP' },
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
    }),
  );
  const { Rules } = await elb.send(
    new CreateRuleCommand({
      ...{ ListenerArn: Listeners?.[0]?.ListenerArn, Priority: 1 },
      Conditions: [{ Field: 'path-pattern', Values: ['/*'] }],
      Actions: [{ Type: 'forward', TargetGroupArn: targetGroup }],
    }),
  );
  return { listenerRule: Rules?.[0]?.RuleArn ?? '', targetGroup };
}

/** Makes the group of a fleet, and waits for the health of its {@link RUNNING} instances. */
export async function startGroup(
  { clients, until }: DeployedApp,
  fleet: RunningFleet,
  tags: Readonly<Record<string, string>> = {},
): Promise<void> {
  await createGroup(clients, fleet, tags);
  await until('The health of the fleet', async () => {
    const [traffic] = await trafficOf(clients, fleet);
    return traffic?.healthy === RUNNING || undefined;
  });
}

async function createGroup(
  { ec2, autoScaling }: RehearsalClients,
  { name, subnets, securityGroup, targetGroup }: RunningFleet,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  const image = { Name: `${name} by hand`, RootDeviceName: '/dev/xvda', Architecture: 'x86_64' } as const;
  const { ImageId } = await ec2.send(new RegisterImageCommand(image));
  await ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: `${name}-by-hand`,
      LaunchTemplateData: { ImageId, InstanceType: 't3.small', SecurityGroupIds: [securityGroup] },
    }),
  );
  await autoScaling.send(
    new CreateAutoScalingGroupCommand({
      ...{ AutoScalingGroupName: name, MinSize: MINIMUM, DesiredCapacity: RUNNING, MaxSize: 6 },
      ...{ VPCZoneIdentifier: subnets.join(','), TargetGroupARNs: [targetGroup] },
      ...{ HealthCheckType: 'ELB', HealthCheckGracePeriod: 60 },
      LaunchTemplate: { LaunchTemplateName: `${name}-by-hand`, Version: '1' },
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value, PropagateAtLaunch: false })),
    }),
  );
}

/** Makes the second target group, as the guide on fleets describes it: alike in all but its name. @returns its ARN */
export async function createSecondTargetGroup(
  { elb }: RehearsalClients,
  { name, targetGroup }: RunningFleet,
): Promise<string> {
  const { TargetGroups } = await elb.send(
    new DescribeTargetGroupsCommand({ TargetGroupArns: [targetGroup] }),
  );
  const alike = { ...TargetGroups?.[0], Name: `${name}-b` };
  const created = await elb.send(new CreateTargetGroupCommand(alike));
  const second = created.TargetGroups?.[0]?.TargetGroupArn ?? '';
  const { Attributes } = await elb.send(
    new DescribeTargetGroupAttributesCommand({ TargetGroupArn: targetGroup }),
  );
  await elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: second, Attributes }));
  return second;
}

/** Gives the rule weights of both target groups, of which only the first has traffic. */
export async function addToRule(
  { elb }: RehearsalClients,
  { listenerRule, targetGroup }: RunningFleet,
  second: string,
): Promise<void> {
  const TargetGroups = [
    { TargetGroupArn: targetGroup, Weight: 100 },
    { TargetGroupArn: second, Weight: 0 },
  ];
  const Actions = [{ Type: 'forward' as const, ForwardConfig: { TargetGroups } }];
  await elb.send(new ModifyRuleCommand({ RuleArn: listenerRule, Actions }));
}

/** What of a group a release may change, and how much of it serves. */
export interface GroupSnapshot {
  readonly min?: number;
  readonly desired?: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly instances: readonly string[];
}

export async function groupNamed(
  { autoScaling }: RehearsalClients,
  name: string,
): Promise<GroupSnapshot | undefined> {
  const request = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] });
  const [group] = (await autoScaling.send(request)).AutoScalingGroups ?? [];
  return group && snapshotOf(group);
}

/** Names of all groups. */
export async function groupNames({ autoScaling }: RehearsalClients): Promise<string[]> {
  const { AutoScalingGroups = [] } = await autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
  return AutoScalingGroups.map(({ AutoScalingGroupName = '' }) => AutoScalingGroupName).sort();
}

const snapshotOf = ({ MinSize, DesiredCapacity, Tags = [], Instances = [] }: AutoScalingGroup) => ({
  min: MinSize,
  desired: DesiredCapacity,
  tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
  instances: Instances.map(({ InstanceId = '' }) => InstanceId).sort(),
});

/** Deletes groups with their instances, as the tests that follow need them no more: their targets' health is checked. */
export async function deleteGroups({ clients, until }: DeployedApp, names: readonly string[]): Promise<void> {
  for (const AutoScalingGroupName of names)
    await clients.autoScaling.send(
      new DeleteAutoScalingGroupCommand({ AutoScalingGroupName, ForceDelete: true }),
    );
  await until('The end of the groups', async () => {
    const left = await groupNames(clients);
    return left.some((name) => names.includes(name)) ? undefined : true;
  });
}

/** Percent of the traffic, and healthy targets, of each target group of the rule. */
export async function trafficOf(
  { elb }: RehearsalClients,
  { listenerRule }: Pick<RunningFleet, 'listenerRule'>,
): Promise<{ targetGroup: string; weight: number; healthy: number }[]> {
  const { Rules } = await elb.send(new DescribeRulesCommand({ RuleArns: [listenerRule] }));
  const forwards = Rules?.[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups ?? [];
  return Promise.all(
    forwards.map(async ({ TargetGroupArn: targetGroup = '', Weight: weight = 0 }) => {
      const { TargetHealthDescriptions = [] } = await elb.send(
        new DescribeTargetHealthCommand({ TargetGroupArn: targetGroup }),
      );
      const healthy = TargetHealthDescriptions.filter(
        ({ TargetHealth }) => TargetHealth?.State === 'healthy',
      );
      return { targetGroup, weight, healthy: healthy.length };
    }),
  );
}
