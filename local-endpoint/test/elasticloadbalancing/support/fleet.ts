import {
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeImagesCommand,
  EC2Client,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  type CreateTargetGroupCommandInput,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
  type TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { AwsIdentity } from '../../../kit/aws';

/** A load balancer with a listener that answers 404, and what stands behind its rules. */
export interface Fleet {
  readonly elb: ElasticLoadBalancingV2Client;
  readonly ec2: EC2Client;
  readonly vpc: string;
  /** One in each of the load balancer's two zones, and one in a third zone. */
  readonly subnets: readonly [string, string, string];
  readonly loadBalancer: string;
  readonly listener: string;
  /** A target group of type `instance` with two checks of ten seconds, and three that find a target unhealthy. */
  targetGroup(change?: Partial<CreateTargetGroupCommandInput>): Promise<string>;
  /** A rule of the listener with the next priority. @param targetGroups weights by ARN */
  rule(targetGroups: Readonly<Record<string, number>>): Promise<string>;
  /** Starts instances. @param health the tag of each @default - none */
  launch(count?: number, health?: string, change?: { subnet?: string; image?: string }): Promise<string[]>;
  terminate(...ids: readonly string[]): Promise<void>;
  health(targetGroup: string, ...ids: readonly string[]): Promise<TargetHealthDescription[]>;
  /** State and reason of each target, in one text: `unused Target.NotInUse`. */
  states(targetGroup: string): Promise<string[]>;
  setDelay(targetGroup: string, seconds: number): Promise<void>;
}

let fleets = 0;

/** Creates one with a network of its own. */
export async function createFleet(as: AwsIdentity): Promise<Fleet> {
  const number = ++fleets;
  const ec2 = new EC2Client(as);
  const elb = new ElasticLoadBalancingV2Client(as);
  const vpc = (await ec2.send(new CreateVpcCommand({ CidrBlock: `10.${number}.0.0/16` }))).Vpc?.VpcId ?? '';
  const subnet = async (zone: string, index: number) => {
    const CidrBlock = `10.${number}.${index}.0/24`;
    const AvailabilityZone = `${as.region}${zone}`;
    const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: vpc, CidrBlock, AvailabilityZone }));
    return Subnet?.SubnetId ?? '';
  };
  const subnets = [await subnet('a', 0), await subnet('c', 1), await subnet('d', 2)] as const;
  const amazonImage = await findPublicImage(ec2);
  const { loadBalancer, listener } = await createBalancer(elb, `fleet-${number}`, subnets.slice(0, 2));
  let groups = 0;
  let Priority = 0;
  const fleet: Fleet = {
    ...{ elb, ec2, vpc, subnets: [...subnets], loadBalancer, listener },
    targetGroup: async (change = {}) => {
      const command = new CreateTargetGroupCommand({
        Name: `fleet-${number}-${++groups}`,
        ...{ Protocol: 'HTTP', Port: 8080, VpcId: vpc, TargetType: 'instance' },
        ...{ HealthCheckIntervalSeconds: 10, HealthyThresholdCount: 2, UnhealthyThresholdCount: 3 },
        ...change,
      });
      return (await elb.send(command)).TargetGroups?.[0]?.TargetGroupArn ?? '';
    },
    rule: async (weights) => {
      const TargetGroups = Object.entries(weights).map(([TargetGroupArn, Weight]) => ({
        TargetGroupArn,
        Weight,
      }));
      const command = new CreateRuleCommand({
        ListenerArn: listener,
        Priority: ++Priority,
        Conditions: [{ Field: 'path-pattern', Values: [`/${Priority}/*`] }],
        Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
      });
      return (await elb.send(command)).Rules?.[0]?.RuleArn ?? '';
    },
    launch: async (count = 1, health = '', { subnet: SubnetId = subnets[0], image = amazonImage } = {}) => {
      const Tags = [{ Key: 'rehearsal.health', Value: health }];
      const { Instances = [] } = await ec2.send(
        new RunInstancesCommand({
          ImageId: image,
          ...{ MinCount: count, MaxCount: count, InstanceType: 't3.small', SubnetId },
          TagSpecifications: health ? [{ ResourceType: 'instance', Tags }] : [],
        }),
      );
      return Instances.map(({ InstanceId = '' }) => InstanceId);
    },
    terminate: async (...ids) => {
      await ec2.send(new TerminateInstancesCommand({ InstanceIds: [...ids] }));
    },
    health: async (TargetGroupArn, ...ids) => {
      const Targets = ids.length > 0 ? ids.map((Id) => ({ Id })) : undefined;
      const answer = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn, Targets }));
      return answer.TargetHealthDescriptions ?? [];
    },
    states: async (targetGroup) =>
      (await fleet.health(targetGroup)).map(({ TargetHealth = {} }) =>
        [TargetHealth.State, TargetHealth.Reason].filter(Boolean).join(' '),
      ),
    setDelay: async (TargetGroupArn, seconds) => {
      const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: String(seconds) }];
      await elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
    },
  };
  return fleet;
}

let publicImage: string | undefined;

/** Some image of Amazon's. */
async function findPublicImage(ec2: EC2Client): Promise<string> {
  if (publicImage !== undefined) return publicImage;
  const { Images } = await ec2.send(new DescribeImagesCommand({ Owners: ['amazon'] }));
  return (publicImage = Images?.[0]?.ImageId ?? '');
}

async function createBalancer(
  elb: ElasticLoadBalancingV2Client,
  Name: string,
  Subnets: string[],
): Promise<Pick<Fleet, 'loadBalancer' | 'listener'>> {
  const created = await elb.send(new CreateLoadBalancerCommand({ Name, Subnets }));
  const loadBalancer = created.LoadBalancers?.[0]?.LoadBalancerArn ?? '';
  const { Listeners } = await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: loadBalancer,
      ...{ Port: 80, Protocol: 'HTTP' },
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
    }),
  );
  return { loadBalancer, listener: Listeners?.[0]?.ListenerArn ?? '' };
}
