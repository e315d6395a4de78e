import {
  AutoScalingClient,
  type AutoScalingGroup,
  CreateAutoScalingGroupCommand,
  type CreateAutoScalingGroupCommandInput,
  DescribeAutoScalingGroupsCommand,
  DescribeScalingActivitiesCommand,
  type Activity,
  type Instance,
} from '@aws-sdk/client-auto-scaling';
import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeInstancesCommand,
  EC2Client,
  RegisterImageCommand,
  type RequestLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { advanceUntil, type TestEndpoint } from '../../../testing';

/** Seconds that targets drain in these tests. */
export const DRAINING_SECONDS = 60;

/** A network, an image, a launch template and a target group behind a load balancer, with a group's clients. */
export interface Fleet {
  readonly autoScaling: AutoScalingClient;
  readonly ec2: EC2Client;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly subnets: string[];
  readonly targetGroup: string;
  readonly template: string;
  readonly image: string;
  /** Makes an image. @returns its id */
  newImage(tags?: Record<string, string>): Promise<string>;
  /** Makes a version of the launch template. @returns its number */
  newVersion(data?: RequestLaunchTemplateData): Promise<string>;
  /** Creates a group with the template's first version. @returns its name */
  create(input?: Partial<CreateAutoScalingGroupCommandInput>): Promise<string>;
  group(name: string): Promise<AutoScalingGroup>;
  activities(name: string): Promise<Activity[]>;
  /** Moves the clock until that many instances of a group are in service, and it has no others. */
  settled(name: string, count: number): Promise<Instance[]>;
  /** How many instances of a group are Spot instances. */
  spotOf(name: string): Promise<number>;
  /** States of the targets by instance. */
  targets(): Promise<Record<string, string | undefined>>;
}

let fleets = 0;

export async function createFleet(endpoint: TestEndpoint): Promise<Fleet> {
  const number = ++fleets;
  const as = endpoint.client();
  const [autoScaling, ec2, elb] = [
    new AutoScalingClient(as),
    new EC2Client(as),
    new ElasticLoadBalancingV2Client(as),
  ];
  const VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: `10.${number}.0.0/16` }))).Vpc?.VpcId;
  const subnets: string[] = [];
  for (const zone of ['a', 'c']) {
    const CidrBlock = `10.${number}.${subnets.length * 16}.0/20`;
    const AvailabilityZone = `${as.region}${zone}`;
    const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone }));
    subnets.push(Subnet?.SubnetId ?? '');
  }
  const targetGroup = await createTargetGroup(elb, `fleet-${number}`, VpcId ?? '', subnets);
  const newImage = async (tags: Record<string, string> = {}) =>
    (
      await ec2.send(
        new RegisterImageCommand({
          Name: `image ${number} ${(images += 1)}`,
          RootDeviceName: '/dev/xvda',
          Architecture: 'x86_64',
          TagSpecifications: tagSpecifications(tags),
        }),
      )
    ).ImageId ?? '';
  const image = await newImage();
  const { LaunchTemplate } = await ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: `fleet-${number}`,
      LaunchTemplateData: { ImageId: image, InstanceType: 't3.small' },
    }),
  );
  const template = LaunchTemplate?.LaunchTemplateId ?? '';
  let groups = 0;
  const group = async (name: string) => {
    const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] });
    const { AutoScalingGroups: [found] = [] } = await autoScaling.send(command);
    if (!found) throw new Error(`group ${name} does not exist`);
    return found;
  };
  return {
    ...{ autoScaling, ec2, elb, subnets, targetGroup, template, image, newImage, group },
    newVersion: async (data = {}) => {
      const LaunchTemplateData = { ImageId: image, InstanceType: 't3.small' as const, ...data };
      const command = new CreateLaunchTemplateVersionCommand({
        LaunchTemplateId: template,
        LaunchTemplateData,
      });
      return String((await ec2.send(command)).LaunchTemplateVersion?.VersionNumber);
    },
    create: async (input = {}) => {
      const AutoScalingGroupName = `fleet-${number}-${(groups += 1)}`;
      await autoScaling.send(
        new CreateAutoScalingGroupCommand({
          AutoScalingGroupName,
          MinSize: 0,
          MaxSize: 4,
          DesiredCapacity: 2,
          LaunchTemplate: input.MixedInstancesPolicy
            ? undefined
            : { LaunchTemplateId: template, Version: '1' },
          VPCZoneIdentifier: subnets.join(','),
          ...input,
        }),
      );
      return input.AutoScalingGroupName ?? AutoScalingGroupName;
    },
    activities: async (AutoScalingGroupName) =>
      (
        await autoScaling.send(
          new DescribeScalingActivitiesCommand({ AutoScalingGroupName, IncludeDeletedGroups: true }),
        )
      ).Activities ?? [],
    settled: async (name, count) =>
      advanceUntil(endpoint.clock, async () => {
        const { Instances = [] } = await group(name);
        const settled = Instances.every(({ LifecycleState }) => LifecycleState === 'InService');
        return settled && Instances.length === count && Instances;
      }),
    spotOf: async (name) => {
      const Filters = [{ Name: 'tag:aws:autoscaling:groupName', Values: [name] }];
      const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ Filters }));
      return Reservations.flatMap(({ Instances = [] }) => Instances).filter(
        ({ InstanceLifecycle }) => InstanceLifecycle === 'spot',
      ).length;
    },
    targets: async () => {
      const command = new DescribeTargetHealthCommand({ TargetGroupArn: targetGroup });
      const { TargetHealthDescriptions = [] } = await elb.send(command);
      return Object.fromEntries(
        TargetHealthDescriptions.map(({ Target, TargetHealth }) => [Target?.Id, TargetHealth?.State]),
      ) as Record<string, string | undefined>;
    },
  };
}

let images = 0;

const tagSpecifications = (tags: Record<string, string>) =>
  Object.keys(tags).length === 0
    ? undefined
    : [
        {
          ResourceType: 'image' as const,
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        },
      ];

async function createTargetGroup(
  elb: ElasticLoadBalancingV2Client,
  Name: string,
  VpcId: string,
  Subnets: string[],
): Promise<string> {
  const { LoadBalancers } = await elb.send(new CreateLoadBalancerCommand({ Name, Subnets }));
  const { TargetGroups } = await elb.send(
    new CreateTargetGroupCommand({
      Name,
      VpcId,
      Protocol: 'HTTP',
      Port: 80,
      TargetType: 'instance',
      HealthCheckIntervalSeconds: 10,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 2,
    }),
  );
  const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? '';
  await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    }),
  );
  const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: String(DRAINING_SECONDS) }];
  await elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
  return TargetGroupArn;
}
