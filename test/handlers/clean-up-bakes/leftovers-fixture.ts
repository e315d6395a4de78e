import { randomUUID } from 'node:crypto';
import {
  CreateImageCommand,
  CreateKeyPairCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeKeyPairsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  EC2Client,
  RunInstancesCommand,
  type Tag,
} from '@aws-sdk/client-ec2';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import {
  ACCOUNT,
  REGION,
  startTestEndpoint,
  type TestEndpoint,
  testService,
} from '@pipeline-factory/local-endpoint/testing';
import { handler } from '../../../handlers/clean-up-bakes/handler';
import {
  BAKE_TAG,
  bakeName,
  IMAGE_HASH_TAG,
  PIPELINE_TAG,
  pipelineName,
} from '../../../handlers/contract/names';
import { logger } from '../../../handlers/logger';
import { cleanUpBakesGrants } from '../../../lib/bake/clean-up-grants';
import { Arns } from '../../../lib/pipeline/arns';
import { policyDocument } from '../../../lib/pipeline/grant';
import { type VirtualClock, virtualClock } from '../../../local-endpoint/kit/virtual-clock/virtual-clock';
import { pointClientsAt } from '../harness/client-config';
import { type FaultyProxy, startFaultyProxy } from '../harness/faulty-proxy';

/** EC2 with the policies of a pipeline's role, and what bakes leave in it. */
export interface LeftoversFixture {
  readonly ec2: EC2Client;
  readonly proxy: FaultyProxy;
  readonly endpoint: TestEndpoint<VirtualClock>;
  /** Name of this test's pipeline; each has one of its own. */
  readonly pipeline: string;
  /** Makes another pipeline, with its role. */
  nextPipeline(): Promise<void>;
  /** A new build of the pipeline's bake. @returns its id */
  build(status?: 'FAILED' | 'STOPPED' | 'SUCCEEDED' | 'IN_PROGRESS'): string;
  /** What CodeBuild does not know any more. */
  forget(buildId: string): void;
  /** Invokes the function with the end of a build. */
  invoke(buildId: string): Promise<void>;
  /** As {@link invoke}, and as Lambda does where it throws, twice more. */
  invokeWithRetries(buildId: string): Promise<void>;
  /** An instance of a bake with everything that Packer 1.6.6 makes for it: key pair and group without tags. */
  instance(buildId: string): Promise<string>;
  /** An image of an instance. */
  image(instance: string, options?: ImageOptions): Promise<string>;
  tagsOf(buildId: string): Tag[];
  /** What there is beside networks and other pipelines' and vendors' things, by id or name. */
  left(): Promise<string[]>;
  /** Replaces the role's policy. @default - that of the stack */
  allow(without?: string): Promise<void>;
  close(): Promise<void>;
}

export interface ImageOptions {
  /** @default - a new one */
  readonly name?: string;
  /** @default - none */
  readonly tags?: Tag[];
  readonly finished?: boolean;
}

export async function createLeftoversFixture(): Promise<LeftoversFixture> {
  const builds = new Map<string, string>();
  const endpoint = await startTestEndpoint({
    clock: virtualClock({ driver: 'the test' }),
    roles: 'enforced',
    services: [
      testService('codebuild', {
        operations: {
          BatchGetBuilds: async ({ ids }: { ids: string[] }) => ({
            builds: ids
              .filter((id) => builds.has(id))
              .map((id) => ({
                id,
                buildStatus: builds.get(id),
                buildComplete: builds.get(id) !== 'IN_PROGRESS',
              })),
            buildsNotFound: ids.filter((id) => !builds.has(id)),
          }),
        },
      }),
    ],
  });
  const proxy = await startFaultyProxy(endpoint.reachable);
  pointClientsAt(proxy.url);
  Object.assign(process.env, { PREFIX: 'shop', ENVIRONMENT: 'stg' });
  logger.setLogLevel('SILENT');
  const client = endpoint.client();
  const [ec2, iam] = [new EC2Client(client), new IAMClient(client)];
  const base = await baseImage(new SSMClient(client));
  const network = await makeNetwork(ec2);
  let count = 0;
  let identity = { prefix: 'shop', pipeline: '', environment: 'stg' };
  const fixture: LeftoversFixture = {
    ec2,
    proxy,
    endpoint,
    get pipeline() {
      return pipelineName(identity);
    },
    async nextPipeline() {
      identity = { ...identity, pipeline: `fleet${(count += 1)}` };
      const trust = {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: 'sts:AssumeRole',
      };
      await iam.send(
        new CreateRoleCommand({
          RoleName: fixture.pipeline,
          AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
        }),
      );
      await fixture.allow();
    },
    async allow(without) {
      const removed = (actions: readonly string[]) => actions.filter((action) => action !== without);
      const arns = Arns.of({ account: ACCOUNT, region: REGION });
      const grants = cleanUpBakesGrants(identity, arns).map((grant) => ({
        ...grant,
        actions: removed(grant.actions),
      }));
      const reads = { actions: removed(['codebuild:BatchGetBuilds']), resources: ['*'] };
      await iam.send(
        new PutRolePolicyCommand({
          RoleName: fixture.pipeline,
          PolicyName: 'work',
          PolicyDocument: JSON.stringify(
            policyDocument([reads, ...grants].filter(({ actions }) => actions.length > 0)),
          ),
        }),
      );
    },
    build(status = 'FAILED') {
      const id = `${bakeName(identity)}:${randomUUID()}`;
      builds.set(id, status);
      return id;
    },
    forget: (buildId) => void builds.delete(buildId),
    invoke: (buildId) =>
      handler(
        {
          'detail-type': 'CodeBuild Build State Change',
          account: ACCOUNT,
          detail: {
            'build-status': builds.get(buildId) ?? 'FAILED',
            'project-name': bakeName(identity),
            'build-id': `arn:aws:codebuild:${REGION}:${ACCOUNT}:build/${buildId}`,
          },
        },
        { invokedFunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:clean-up-bakes` },
      ),
    async invokeWithRetries(buildId) {
      for (let attempt = 1; ; attempt += 1)
        try {
          return await fixture.invoke(buildId);
        } catch (error) {
          if (attempt === 3 || !(error as Error).message.startsWith('Waiting')) throw error;
          await settled(fixture);
        }
    },
    tagsOf: (buildId) => [
      { Key: PIPELINE_TAG, Value: fixture.pipeline },
      { Key: BAKE_TAG, Value: buildId },
    ],
    async instance(buildId) {
      const name = `packer_${randomUUID()}`;
      await ec2.send(new CreateKeyPairCommand({ KeyName: name }));
      const { GroupId = '' } = await ec2.send(
        new CreateSecurityGroupCommand({
          GroupName: name,
          Description: 'Temporary group for Packer',
          VpcId: network.vpc,
        }),
      );
      const { Instances: [instance] = [] } = await ec2.send(
        new RunInstancesCommand({
          ImageId: base,
          InstanceType: 't3.small',
          MinCount: 1,
          MaxCount: 1,
          KeyName: name,
          SecurityGroupIds: [GroupId],
          SubnetId: network.subnet,
          BlockDeviceMappings: [
            { DeviceName: '/dev/xvda', Ebs: { DeleteOnTermination: true } },
            { DeviceName: '/dev/sdb', Ebs: { VolumeSize: 1, DeleteOnTermination: false } },
          ],
          TagSpecifications: [{ ResourceType: 'instance', Tags: fixture.tagsOf(buildId) }],
        }),
      );
      return instance?.InstanceId ?? '';
    },
    async image(instance, { name = randomUUID(), tags = [], finished = false } = {}) {
      const { ImageId = '' } = await ec2.send(new CreateImageCommand({ InstanceId: instance, Name: name }));
      if (tags.length > 0)
        await ec2.send(
          new CreateTagsCommand({ Resources: [ImageId, ...(await snapshotsOf(ec2, ImageId))], Tags: tags }),
        );
      if (finished)
        await ec2.send(
          new CreateTagsCommand({ Resources: [ImageId], Tags: [{ Key: IMAGE_HASH_TAG, Value: 'abc' }] }),
        );
      return ImageId;
    },
    left: () => leftIn(ec2, network.vpc),
    close: async () => {
      await proxy.close();
      await endpoint.close();
    },
  };
  return fixture;
}

async function baseImage(ssm: SSMClient): Promise<string> {
  const Name = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
  return Parameter?.Value ?? '';
}

async function makeNetwork(ec2: EC2Client): Promise<{ vpc: string; subnet: string }> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const vpc = Vpc?.VpcId ?? '';
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: vpc, CidrBlock: '10.0.0.0/16' }));
  return { vpc, subnet: Subnet?.SubnetId ?? '' };
}

async function snapshotsOf(ec2: EC2Client, image: string): Promise<string[]> {
  const { Images: [found] = [] } = await ec2.send(new DescribeImagesCommand({ ImageIds: [image] }));
  return (found?.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []);
}

/** Waits until instances that were asked to are terminated. */
async function settled({ ec2, endpoint, pipeline }: LeftoversFixture): Promise<void> {
  const Filters = [{ Name: `tag:${PIPELINE_TAG}`, Values: [pipeline] }];
  await endpoint.clock.until('the end of instances', async () => {
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ Filters }));
    const states = Reservations.flatMap(({ Instances = [] }) => Instances.map(({ State }) => State?.Name));
    return states.every((state) => state === 'terminated' || state === 'running') || undefined;
  });
}

/** AWS describes terminated instances for an hour. */
const NOT_TERMINATED = ['pending', 'running', 'shutting-down', 'stopping', 'stopped'];

async function leftIn(ec2: EC2Client, vpc: string): Promise<string[]> {
  const [instances, images, snapshots, volumes, keyPairs, groups] = await Promise.all([
    ec2.send(
      new DescribeInstancesCommand({ Filters: [{ Name: 'instance-state-name', Values: NOT_TERMINATED }] }),
    ),
    ec2.send(new DescribeImagesCommand({ Owners: ['self'] })),
    ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'] })),
    ec2.send(new DescribeVolumesCommand({})),
    ec2.send(new DescribeKeyPairsCommand({})),
    ec2.send(new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'vpc-id', Values: [vpc] }] })),
  ]);
  return [
    ...(instances.Reservations ?? [])
      .flatMap(({ Instances = [] }) => Instances)
      .map(({ InstanceId }) => InstanceId),
    ...(images.Images ?? []).map(({ ImageId }) => ImageId),
    ...(snapshots.Snapshots ?? [])
      .filter(({ Description }) => !Description?.startsWith('Auto-created'))
      .map(({ SnapshotId }) => SnapshotId),
    ...(volumes.Volumes ?? []).map(({ VolumeId }) => VolumeId),
    ...(keyPairs.KeyPairs ?? []).map(({ KeyName }) => KeyName),
    ...(groups.SecurityGroups ?? [])
      .filter(({ GroupName }) => GroupName !== 'default')
      .map(({ GroupId }) => GroupId),
  ].map(String);
}
