import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  DeleteAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
  DetachLoadBalancerTargetGroupsCommand,
  PutScalingPolicyCommand,
} from '@aws-sdk/client-auto-scaling';
import { CreateLaunchTemplateVersionCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

/** What the functions are called with. */
export interface PlainFleet {
  /** The start of all names, and the launch template's. */
  readonly name: string;
  readonly region: string;
  readonly subnets: readonly string[];
  readonly targetGroup: string;
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Sleeps. @param seconds */
  readonly sleep: (seconds: number) => Promise<void>;
}

/** How long new instances are given. */
export const PLAIN_SLEEP_SECONDS = 120;

/**
 * A release as it is often written: three functions that hand their state on in parameters. One makes a template version
 * of the newest image, one a new group on the target group, one takes the former group off it.
 */
export async function releasePlainly(fleet: PlainFleet, execution: string): Promise<void> {
  await launchTemplate(fleet);
  await autoScalingGroup(fleet, execution);
  await detachOld(fleet);
}

async function launchTemplate(fleet: PlainFleet): Promise<void> {
  const ec2 = new EC2Client(fleet);
  const { LaunchTemplateVersion } = await ec2.send(
    new CreateLaunchTemplateVersionCommand({
      LaunchTemplateName: fleet.name,
      SourceVersion: '1',
      LaunchTemplateData: { ImageId: await read(fleet, 'ami-id') },
    }),
  );
  await write(fleet, 'launch-template', `${LaunchTemplateVersion?.VersionNumber}`);
}

async function autoScalingGroup(fleet: PlainFleet, execution: string): Promise<void> {
  const autoScaling = new AutoScalingClient(fleet);
  const Version = await read(fleet, 'launch-template');
  const old = await read(fleet, 'asg/new');
  const describe = async (name: string) => {
    const request = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] });
    return (await autoScaling.send(request)).AutoScalingGroups?.[0];
  };
  const { MinSize, MaxSize, DesiredCapacity } = (await describe(old)) ?? {};
  const AutoScalingGroupName = `${fleet.name}-${execution}`;
  await autoScaling.send(
    new CreateAutoScalingGroupCommand({
      ...{ AutoScalingGroupName, MinSize, MaxSize, DesiredCapacity },
      LaunchTemplate: { LaunchTemplateName: fleet.name, Version },
      VPCZoneIdentifier: fleet.subnets.join(','),
      TargetGroupARNs: [fleet.targetGroup],
      HealthCheckType: 'ELB',
      HealthCheckGracePeriod: 60,
    }),
  );
  await autoScaling.send(
    new PutScalingPolicyCommand({
      ...{ AutoScalingGroupName, PolicyName: 'cpu', PolicyType: 'TargetTrackingScaling' },
      TargetTrackingConfiguration: {
        PredefinedMetricSpecification: { PredefinedMetricType: 'ASGAverageCPUUtilization' },
        TargetValue: 60,
      },
    }),
  );
  await fleet.sleep(PLAIN_SLEEP_SECONDS);
  for (const { InstanceId } of (await describe(AutoScalingGroupName))?.Instances ?? [])
    await requireHealthy(fleet, InstanceId);
  await write(fleet, 'asg/old', old);
  await write(fleet, 'asg/new', AutoScalingGroupName);
}

async function requireHealthy(fleet: PlainFleet, Id: string | undefined): Promise<void> {
  const { TargetHealthDescriptions } = await new ElasticLoadBalancingV2Client(fleet).send(
    new DescribeTargetHealthCommand({ TargetGroupArn: fleet.targetGroup, Targets: [{ Id }] }),
  );
  const state = TargetHealthDescriptions?.[0]?.TargetHealth?.State;
  if (state !== 'healthy') throw new Error(`instance ${Id} must be healthy, got: ${state}`);
}

async function detachOld(fleet: PlainFleet): Promise<void> {
  const autoScaling = new AutoScalingClient(fleet);
  const AutoScalingGroupName = await read(fleet, 'asg/old');
  await autoScaling.send(
    new DetachLoadBalancerTargetGroupsCommand({
      AutoScalingGroupName,
      TargetGroupARNs: [fleet.targetGroup],
    }),
  );
  await autoScaling.send(new DeleteAutoScalingGroupCommand({ AutoScalingGroupName, ForceDelete: true }));
}

async function read(fleet: PlainFleet, name: string): Promise<string> {
  const Name = `/plain/${fleet.name}/${name}`;
  return (await new SSMClient(fleet).send(new GetParameterCommand({ Name }))).Parameter?.Value ?? '';
}

async function write(fleet: PlainFleet, name: string, Value: string): Promise<void> {
  const request = { Name: `/plain/${fleet.name}/${name}`, Value, Type: 'String', Overwrite: true } as const;
  await new SSMClient(fleet).send(new PutParameterCommand(request));
}
