import {
  CreateLaunchTemplateCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
  RegisterImageCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type FleetSettings, settingsVersionDescription } from '../../handlers/contract/fleet-settings';
import {
  settingsParameterName,
  PIPELINE_TAG,
  type PipelineIdentity,
  pipelineName,
} from '../../handlers/contract/names';

/** How clients are made that nobody counts. */
export interface Uncounted {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** What a fleet's stacks make, and what its releases need. */
export interface LocalFleet {
  readonly identity: PipelineIdentity;
  readonly name: string;
  readonly settings: FleetSettings;
  readonly subnets: readonly string[];
  readonly targetGroups: readonly [string, string];
  /** Registers an image. @returns its id */
  readonly image: () => Promise<string>;
  /** Writes a parameter. @returns its version */
  readonly put: (name: string, value: string) => Promise<string>;
  /** How many targets of a target group are healthy. */
  readonly healthy: (targetGroup: string) => Promise<number>;
}

const TEMPLATE = { InstanceType: 't3.small', MetadataOptions: { HttpTokens: 'required' } } as const;

let count = 0;

/** Makes one of a size, with the role of its pipeline. */
export async function createLocalFleet(as: Uncounted, size: number): Promise<LocalFleet> {
  const number = ++count;
  const identity = { prefix: 'bench', pipeline: `fleet${number}`, environment: 'prd' };
  const name = pipelineName(identity);
  const [ec2, ssm] = [new EC2Client(as), new SSMClient(as)];
  const elb = new ElasticLoadBalancingV2Client(as);
  await createRole(new IAMClient(as), name, as.credentials.accessKeyId);
  const { vpc, subnets } = await createNetwork(ec2, as.region, number);
  const { listenerRule, targetGroups } = await createRule(elb, `bench${number}`, vpc, subnets);
  const settings: FleetSettings = {
    hash: number.toString(16).padStart(16, '0'),
    launchTemplate: name,
    keep: 3,
    group: {
      ...{ min: size, max: 2 * size, subnets, types: ['t3.small'], warmup: 60, healthCheckGrace: 60 },
      scaling: { cpu: 60 },
    },
    traffic: {
      ...{ listenerRule, targetGroups, steps: [10, 50, 100], bake: 0, hold: 0 },
      ...{ alarms: [], healthTimeout: 21_600 }, // functions have the machine's time here,
    },
  };
  let images = 0;
  const put = async (Name: string, Value: string) => {
    const request = { Name, Value, Type: 'String', Overwrite: true } as const;
    return `${(await ssm.send(new PutParameterCommand(request))).Version}`;
  };
  await put(settingsParameterName(identity), JSON.stringify(settings));
  await ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: name,
      VersionDescription: settingsVersionDescription(settings.hash),
      LaunchTemplateData: TEMPLATE,
      TagSpecifications: [{ ResourceType: 'launch-template', Tags: [{ Key: PIPELINE_TAG, Value: name }] }],
    }),
  );
  return {
    ...{ identity, name, settings, subnets, targetGroups, put },
    image: async () => {
      const tags = [{ Key: PIPELINE_TAG, Value: name }];
      const request = new RegisterImageCommand({
        ...{ Name: `${name} ${++images}`, RootDeviceName: '/dev/xvda', Architecture: 'x86_64' },
        TagSpecifications: [{ ResourceType: 'image', Tags: tags }],
      });
      return (await ec2.send(request)).ImageId ?? '';
    },
    healthy: async (TargetGroupArn) => {
      const { TargetHealthDescriptions = [] } = await elb.send(
        new DescribeTargetHealthCommand({ TargetGroupArn }),
      );
      return TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State === 'healthy').length;
    },
  };
}

/** What the role may do is not measured here. */
async function createRole(iam: IAMClient, RoleName: string, account: string): Promise<void> {
  const document = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const trust = { Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' };
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(trust) }));
  const PolicyDocument = document({ Action: '*', Resource: '*' });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'all', PolicyDocument }));
}

async function createNetwork(
  ec2: EC2Client,
  region: string,
  number: number,
): Promise<{ vpc: string; subnets: string[] }> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: `10.${number}.0.0/16` }));
  const subnets: string[] = [];
  for (const [index, zone] of ['a', 'c'].entries()) {
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({
        VpcId: Vpc?.VpcId,
        CidrBlock: `10.${number}.${index * 16}.0/20`,
        AvailabilityZone: `${region}${zone}`,
      }),
    );
    subnets.push(Subnet?.SubnetId ?? '');
  }
  return { vpc: Vpc?.VpcId ?? '', subnets };
}

async function createRule(
  elb: ElasticLoadBalancingV2Client,
  name: string,
  VpcId: string,
  Subnets: string[],
): Promise<{ listenerRule: string; targetGroups: [string, string] }> {
  const { LoadBalancers } = await elb.send(new CreateLoadBalancerCommand({ Name: name, Subnets }));
  const targetGroup = async (suffix: string) => {
    const { TargetGroups } = await elb.send(
      new CreateTargetGroupCommand({
        ...{ Name: `${name}-${suffix}`, VpcId, Protocol: 'HTTP', Port: 8080, TargetType: 'instance' },
        ...{ HealthCheckIntervalSeconds: 10, HealthCheckTimeoutSeconds: 5, HealthyThresholdCount: 2 },
      }),
    );
    return TargetGroups?.[0]?.TargetGroupArn ?? '';
  };
  const targetGroups: [string, string] = [await targetGroup('a'), await targetGroup('b')];
  const { Listeners } = await elb.send(
    new CreateListenerCommand({
      ...{ LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn, Port: 80, Protocol: 'HTTP' },
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
    }),
  );
  const forward = targetGroups.map((TargetGroupArn, index) => ({
    TargetGroupArn,
    Weight: index === 0 ? 100 : 0,
  }));
  const { Rules } = await elb.send(
    new CreateRuleCommand({
      ...{ ListenerArn: Listeners?.[0]?.ListenerArn, Priority: 1 },
      Conditions: [{ Field: 'path-pattern', Values: ['/*'] }],
      Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: forward } }],
    }),
  );
  return { listenerRule: Rules?.[0]?.RuleArn ?? '', targetGroups };
}
