import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  BatchGetBuildsCommand,
  type Build,
  CodeBuildClient,
  CreateProjectCommand,
  type CreateProjectInput,
  StartBuildCommand,
} from '@aws-sdk/client-codebuild';
import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  EC2Client,
  type Image,
} from '@aws-sdk/client-ec2';
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import {
  ACCOUNT,
  REGION,
  startTestEndpoint,
  type TestEndpoint,
  until,
} from '@pipeline-factory/local-endpoint/testing';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { strToU8, zipSync } from 'fflate';
import {
  artifactBucketName,
  bakeName,
  fleetParameterName,
  PIPELINE_TAG,
  pipelineName,
} from '../../../handlers/contract/names';
import { bakeProject } from '../../../lib/bake/bake-project';
import type { BakeProps } from '../../../lib/bake/bake-props';
import type { BakeInstance, ImageBake } from '../../../lib/bake/config/model';
import { scaledClock } from '../../../local-endpoint/kit/clock';
import { createPrograms } from './bake-program';

export const IDENTITY = { prefix: 'shop', pipeline: 'fleet', environment: 'stg' } as const;
export const PIPELINE = pipelineName(IDENTITY);
const BASE_PARAMETER = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';

/** A playbook that is right. */
export const PLAYBOOK = '- hosts: all\n  tasks:\n    - ansible.builtin.debug: { msg: hello }\n';

const LOG_GROUP = `/aws/codebuild/${bakeName(IDENTITY)}`;
const PROFILE = 'shop-fleet-stg-instance';

/** What a bake's stack makes, in the local endpoint, with the role's policies enforced. */
export interface BakeHarness {
  readonly endpoint: TestEndpoint<ReturnType<typeof scaledClock>>;
  readonly ec2: EC2Client;
  readonly ssm: SSMClient;
  readonly s3: S3Client;
  readonly codeBuild: CodeBuildClient;
  /** The bucket of artifacts. */
  readonly bucket: string;
  /** The statements of the role, as the stack has them. */
  readonly statements: readonly object[];
  /** Gives the role these statements. @default - those of the stack */
  allow(statements?: readonly object[]): Promise<void>;
  /** Starts a build of a commit. @param files text by path */
  start(
    files: Readonly<Record<string, string>>,
    variables?: Readonly<Record<string, string>>,
  ): Promise<string>;
  /** Builds a commit to the end. */
  bake(
    files: Readonly<Record<string, string>>,
    variables?: Readonly<Record<string, string>>,
  ): Promise<BakeRun>;
  /**
   * Runs the bake's program with a session of the role, without a build around it and with stand-ins alone.
   * @param image of the config
   */
  program(files: Readonly<Record<string, string>>, image?: Partial<ImageBake>): Promise<ProgramRun>;
  /** Waits for the end of a build. */
  end(id: string): Promise<BakeRun>;
  /** The log of a build so far. */
  log(id: string): Promise<string>;
  /** Own images, newest first. */
  images(): Promise<Image[]>;
  /** Ids of this pipeline's instances that are not terminated. */
  instances(): Promise<string[]>;
  /** The value of `…/ami-id` and its version. */
  amiId(): Promise<{ value?: string; version?: number }>;
  /** Makes the project of another config. */
  configure(image: Partial<ImageBake>): Promise<void>;
  close(): Promise<void>;
}

/** A build that has ended. */
export interface BakeRun {
  readonly build: Build;
  readonly status?: string;
  readonly log: string;
  /** What it exported, by name. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A run of the program that has ended. */
export interface ProgramRun {
  readonly status: number | null;
  readonly log: string;
  /** By name; none where it failed. */
  readonly variables: Readonly<Record<string, string>>;
}

const IMAGE: ImageBake = {
  base: { parameter: BASE_PARAMETER },
  playbook: 'playbook.yml',
  user: 'ec2-user',
  deprecateAfterDays: 365,
  build: {
    image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
    compute: 'small',
    privileged: false,
    timeoutMinutes: 60,
    queuedTimeoutMinutes: 30,
    cache: 'none',
    variables: [],
  },
};

export async function startBakeHarness(): Promise<BakeHarness> {
  const endpoint = await startTestEndpoint({ clock: scaledClock(60), roles: 'enforced' });
  const client = endpoint.client();
  const [ec2, ssm, s3, iam] = [
    new EC2Client(client),
    new SSMClient(client),
    new S3Client({ ...client, forcePathStyle: true }),
    new IAMClient(client),
  ];
  const codeBuild = new CodeBuildClient(client);
  const logs = new CloudWatchLogsClient(client);
  const folder = mkdtempSync(join(tmpdir(), 'bake-test-'));
  const bucket = artifactBucketName(IDENTITY.prefix, IDENTITY.environment, ACCOUNT, REGION);
  const instance = await makeSurroundings(ec2, iam, s3, bucket);
  const programs = createPrograms({ endpoint, folder, instance });
  let statements: readonly object[] = [];
  let projects = 0;
  let commits = 0;
  let project = '';
  const harness: BakeHarness = {
    endpoint,
    ec2,
    ssm,
    s3,
    codeBuild,
    bucket,
    get statements() {
      return statements;
    },
    async allow(given = statements) {
      await iam.send(
        new PutRolePolicyCommand({
          RoleName: bakeName(IDENTITY),
          PolicyName: 'work',
          PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: given }),
        }),
      );
    },
    async configure(image) {
      const made = synthesize(
        { image: { ...IMAGE, ...image }, instance },
        join(folder, `${(projects += 1)}`),
      );
      await upload(s3, made.asset);
      statements = made.statements;
      await harness.allow();
      project = `${bakeName(IDENTITY)}`;
      await codeBuild
        .send(new CreateProjectCommand({ ...made.project, name: project }))
        .catch(async (error: Error) => {
          if (error.name !== 'ResourceAlreadyExistsException') throw error;
          const { UpdateProjectCommand } = await import('@aws-sdk/client-codebuild');
          await codeBuild.send(new UpdateProjectCommand({ ...made.project, name: project }));
        });
    },
    async start(files, variables = {}) {
      const Key = `${PIPELINE.slice(0, 20)}/source/${(commits += 1)}`;
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: zip(files) }));
      const given = { EXECUTION_ID: 'execution-1', COMMIT_ID: 'c0ffee', ...variables };
      const { build } = await codeBuild.send(
        new StartBuildCommand({
          projectName: project,
          sourceVersion: `arn:aws:s3:::${bucket}/${Key}`,
          environmentVariablesOverride: Object.entries(given).map(([name, value]) => ({ name, value })),
        }),
      );
      return build?.id ?? '';
    },
    program: (files, image = {}) => programs.run({ ...IMAGE, ...image }, files),
    bake: async (files, variables) => harness.end(await harness.start(files, variables)),
    async end(id) {
      const build = await until(async () => {
        const { builds: [one] = [] } = await codeBuild.send(new BatchGetBuildsCommand({ ids: [id] }));
        return one?.buildComplete ? one : undefined;
      });
      const variables = build.exportedEnvironmentVariables ?? [];
      return {
        build,
        status: build.buildStatus,
        log: await harness.log(id),
        variables: Object.fromEntries(variables.map(({ name = '', value = '' }) => [name, value])),
      };
    },
    async log(id) {
      const { builds: [build] = [] } = await codeBuild.send(new BatchGetBuildsCommand({ ids: [id] }));
      const { events = [] } = await logs.send(
        new GetLogEventsCommand({
          logGroupName: build?.logs?.groupName,
          logStreamName: build?.logs?.streamName,
          startFromHead: true,
        }),
      );
      return events.map(({ message }) => message).join('\n');
    },
    async images() {
      const { Images = [] } = await ec2.send(new DescribeImagesCommand({ Owners: ['self'] }));
      return Images.sort((one, other) => ((one.CreationDate ?? '') < (other.CreationDate ?? '') ? 1 : -1));
    },
    async instances() {
      const { Reservations = [] } = await ec2.send(
        new DescribeInstancesCommand({ Filters: [{ Name: `tag:${PIPELINE_TAG}`, Values: [PIPELINE] }] }),
      );
      return Reservations.flatMap(({ Instances = [] }) => Instances)
        .filter(({ State }) => State?.Name !== 'terminated')
        .map(({ InstanceId = '' }) => InstanceId);
    },
    async amiId() {
      const Name = fleetParameterName(IDENTITY, 'ami-id');
      const { Parameter } = await ssm
        .send(new GetParameterCommand({ Name }))
        .catch(() => ({ Parameter: undefined }));
      return { value: Parameter?.Value, version: Parameter?.Version };
    },
    close: async () => {
      await endpoint.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await logs.send(new CreateLogGroupCommand({ logGroupName: LOG_GROUP }));
  await iam.send(
    new CreateRoleCommand({ RoleName: bakeName(IDENTITY), AssumeRolePolicyDocument: trust('codebuild') }),
  );
  await harness.configure({});
  return harness;
}

const trust = (service: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' },
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'sts:AssumeRole' },
    ],
  });

/** Network, instance profile and bucket. */
async function makeSurroundings(
  ec2: EC2Client,
  iam: IAMClient,
  s3: S3Client,
  bucket: string,
): Promise<BakeInstance> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock: '10.0.0.0/24' }));
  const { GroupId = '' } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'bake', Description: 'Lets out', VpcId: Vpc?.VpcId }),
  );
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: PROFILE, AssumeRolePolicyDocument: trust('ec2') }),
  );
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: PROFILE }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: PROFILE, RoleName: PROFILE }));
  await s3.send(
    new CreateBucketCommand({
      Bucket: bucket,
      CreateBucketConfiguration: { LocationConstraint: REGION },
    }),
  );
  return {
    type: 't3.small',
    profile: PROFILE,
    role: Role?.Arn ?? '',
    securityGroup: GroupId,
    subnet: Subnet?.SubnetId ?? '',
  };
}

interface Asset {
  readonly bucket: string;
  readonly key: string;
  readonly folder: string;
}

interface RoleProperties {
  readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly object[] } }[];
}

/** What the stack has for a bake. */
export function synthesize(props: Pick<BakeProps, 'image' | 'instance'>, outdir: string) {
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, PIPELINE, { env: { account: ACCOUNT, region: REGION } });
  const environment = {
    ...{ name: IDENTITY.environment, account: ACCOUNT, region: REGION },
    ...{ retain: false, approvers: [], logRetentionDays: 30 },
  };
  bakeProject(stack, { identity: IDENTITY, environment, ...props });
  const template = Template.fromStack(stack);
  const [project] = Object.values(template.findResources('AWS::CodeBuild::Project'));
  const [role] = Object.values(template.findResources('AWS::IAM::Role'));
  const { Policies } = (role as { Properties: RoleProperties }).Properties;
  const properties = (project as { Properties: Record<string, unknown> }).Properties;
  const { BuildSpec, Type } = properties.Source as { BuildSpec: unknown; Type: string };
  const buildspec = textOf(BuildSpec);
  const [, bucket = '', key = ''] = /s3:\/\/([^/]+)\/(\S+?)"/.exec(buildspec) ?? [];
  const { EnvironmentVariables, ...environmentProperties } = properties.Environment as Record<
    string,
    unknown
  >;
  const {
    Type: type,
    ComputeType: computeType,
    Image: image,
  } = environmentProperties as Record<string, string>;
  const variables = (EnvironmentVariables as Record<string, unknown>[]).map((one) => ({
    name: one.Name as string,
    type: one.Type as 'PLAINTEXT',
    value: textOf(one.Value),
  }));
  const asset: Asset = { bucket, key, folder: join(outdir, `asset.${key.replace(/\.zip$/, '')}`) };
  const input: CreateProjectInput = {
    name: bakeName(IDENTITY),
    serviceRole: `arn:aws:iam::${ACCOUNT}:role/${bakeName(IDENTITY)}`,
    source: { type: Type as 'CODEPIPELINE', buildspec },
    artifacts: { type: 'CODEPIPELINE' },
    environment: {
      type: type as 'LINUX_CONTAINER',
      computeType: computeType as 'BUILD_GENERAL1_SMALL',
      image,
      environmentVariables: variables,
    },
    logsConfig: {
      cloudWatchLogs: { status: 'ENABLED', groupName: LOG_GROUP },
    },
  };
  const statements = JSON.parse(textOf(Policies[0]?.PolicyDocument.Statement ?? [])) as object[];
  return { project: input, statements, asset };
}

/** A value of a template as text, with the functions in it worked out that stand for account and region. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return resolved(value);
  if (typeof value === 'object' && value !== null && 'Fn::Join' in value) {
    const [separator, parts] = value['Fn::Join'] as [string, unknown[]];
    return parts.map(textOf).join(separator);
  }
  if (typeof value === 'object' && value !== null && 'Fn::Sub' in value)
    return resolved(String(value['Fn::Sub']));
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && ('Fn::Sub' in inner || 'Fn::Join' in inner)
      ? textOf(inner)
      : inner,
  );
}

const resolved = (text: string): string =>
  text.replaceAll('${AWS::AccountId}', ACCOUNT).replaceAll('${AWS::Region}', REGION);

async function upload(s3: S3Client, { bucket, key, folder }: Asset): Promise<void> {
  await s3
    .send(
      new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }),
    )
    .catch((error: Error) => {
      if (error.name !== 'BucketAlreadyOwnedByYou') throw error;
    });
  const files = Object.fromEntries(
    filesBelow(folder).map((file) => [relative(folder, file), readFileSync(file)] as const),
  );
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: zipSync(files, { level: 1 }) }));
}

const filesBelow = (path: string): string[] =>
  statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => filesBelow(join(path, name))) : [path];

const zip = (files: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));

/** Writes files into a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** Variables of a build that asks for the stand-in, on a machine that has a packer too. */
export const STAND_IN = { LOCAL_PACKER_STAND_IN: 'true' } as const;
