import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { CreateRepositoryCommand, ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
} from '@aws-sdk/client-ecs';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { AwsIdentity } from '../../../kit/aws';

/** A service behind a load balancer before its first deployment by CodeDeploy. */
export interface Shop {
  readonly cluster: string;
  readonly service: string;
  readonly blueTargetGroup: string;
  readonly greenTargetGroup: string;
  readonly blueName: string;
  readonly greenName: string;
  readonly productionListener: string;
  readonly testListener: string;
  readonly firstTaskDefinition: string;
  readonly subnets: string[];
}

let shops = 0;

/** Creates one with a network and a cluster of its own. */
export async function createShop(as: AwsIdentity, desiredCount = 2): Promise<Shop> {
  const number = ++shops;
  const name = `shop-${number}`;
  const ec2 = new EC2Client(as);
  const elb = new ElasticLoadBalancingV2Client(as);
  const ecs = new ECSClient(as);
  const vpc = (await ec2.send(new CreateVpcCommand({ CidrBlock: `10.${number}.0.0/16` }))).Vpc?.VpcId;
  const subnets: string[] = [];
  for (const zone of ['a', 'c']) {
    const CidrBlock = `10.${number}.${subnets.length}.0/24`;
    const AvailabilityZone = `${as.region}${zone}`;
    const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: vpc, CidrBlock, AvailabilityZone }));
    subnets.push(Subnet?.SubnetId ?? '');
  }
  const group = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: name, Description: name, VpcId: vpc }),
  );
  const balancer = await elb.send(new CreateLoadBalancerCommand({ Name: name, Subnets: subnets }));
  const LoadBalancerArn = balancer.LoadBalancers?.[0]?.LoadBalancerArn;
  const targetGroup = async (Name: string) =>
    (
      await elb.send(
        new CreateTargetGroupCommand({ Name, Protocol: 'HTTP', Port: 80, VpcId: vpc, TargetType: 'ip' }),
      )
    ).TargetGroups?.[0]?.TargetGroupArn ?? '';
  const [blueTargetGroup, greenTargetGroup] = [
    await targetGroup(`${name}-1`),
    await targetGroup(`${name}-2`),
  ];
  const listener = async (Port: number) =>
    (
      await elb.send(
        new CreateListenerCommand({
          LoadBalancerArn,
          Port,
          Protocol: 'HTTP',
          DefaultActions: [{ Type: 'forward', TargetGroupArn: blueTargetGroup }],
        }),
      )
    ).Listeners?.[0]?.ListenerArn ?? '';
  const [productionListener, testListener] = [await listener(80), await listener(8080)];
  await ecs.send(new CreateClusterCommand({ clusterName: name }));
  const firstTaskDefinition = await registerTask(as, name, 'public.ecr.aws/docker/library/httpd:2.4');
  await ecs.send(
    new CreateServiceCommand({
      cluster: name,
      serviceName: name,
      taskDefinition: firstTaskDefinition,
      desiredCount,
      launchType: 'FARGATE',
      deploymentController: { type: 'CODE_DEPLOY' },
      loadBalancers: [{ targetGroupArn: blueTargetGroup, containerName: 'app', containerPort: 80 }],
      networkConfiguration: { awsvpcConfiguration: { subnets, securityGroups: [group.GroupId ?? ''] } },
    }),
  );
  return {
    cluster: name,
    service: name,
    blueTargetGroup,
    greenTargetGroup,
    blueName: `${name}-1`,
    greenName: `${name}-2`,
    productionListener,
    testListener,
    firstTaskDefinition,
    subnets,
  };
}

/** Registers a task definition of one container. @returns its ARN */
export const registerTask = (as: AwsIdentity, family: string, image: string): Promise<string> =>
  registerFargateTask(new ECSClient(as), {
    family,
    containerDefinitions: [{ name: 'app', image, essential: true, portMappings: [{ containerPort: 80 }] }],
  });

/** Registers a task definition as Fargate accepts it: with memory for the task, and none for the container. @returns its ARN */
export async function registerFargateTask(
  ecs: ECSClient,
  input: RegisterTaskDefinitionCommandInput,
): Promise<string> {
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      ...input,
    }),
  );
  return taskDefinition?.taskDefinitionArn ?? '';
}

/** Pushes an image under a tag, and creates the repository where it does not exist. @returns its digest */
export async function pushImage(
  as: AwsIdentity,
  repositoryName: string,
  imageTag: string,
  annotations?: Record<string, string>,
): Promise<string> {
  const ecr = new ECRClient(as);
  await ecr.send(new CreateRepositoryCommand({ repositoryName })).catch(() => undefined);
  const { image } = await ecr.send(
    new PutImageCommand({ repositoryName, imageTag, imageManifest: manifest(imageTag, annotations) }),
  );
  return image?.imageId?.imageDigest ?? '';
}

/** An image manifest that no other content has. */
export function manifest(content: string, annotations?: Record<string, string>): string {
  const digest = `sha256:${Buffer.from(content).toString('hex').padEnd(64, '0').slice(0, 64)}`;
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  return JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: { digest, size: 1 },
    layers: [{ digest, size: 7 }],
    annotations,
  });
}
