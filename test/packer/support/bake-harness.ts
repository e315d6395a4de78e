import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  BatchGetBuildsCommand,
  type Build,
  CodeBuildClient,
  CreateProjectCommand,
  StartBuildCommand,
  UpdateProjectCommand,
} from '@aws-sdk/client-codebuild';
import { DescribeImagesCommand, DescribeInstancesCommand, EC2Client, type Image } from '@aws-sdk/client-ec2';
import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import {
  ACCOUNT,
  REGION,
  startTestEndpoint,
  type TestEndpoint,
} from '@pipeline-factory/local-endpoint/testing';
import {
  artifactBucketName,
  bakeName,
  fleetParameterName,
  PIPELINE_TAG,
} from '../../../handlers/contract/names';
import type { ImageBake } from '../../../lib/bake/config/model';
import { type VirtualClock, virtualClock } from '../../../local-endpoint/kit/virtual-clock/virtual-clock';
import { prepareAccount } from './bake-account';
import { upload, zip } from './bake-files';
import { IDENTITY, PIPELINE } from './bake-names';
import { createPrograms, type ProgramRun } from './bake-program';
import { synthesize } from './bake-template';

const BASE_PARAMETER = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';

/** A playbook that is right. */
export const PLAYBOOK = '- hosts: all\n  tasks:\n    - ansible.builtin.debug: { msg: hello }\n';

/** What a bake's stack makes, in the local endpoint, with the role's policies enforced. */
export interface BakeHarness {
  readonly endpoint: TestEndpoint<VirtualClock>;
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
  const endpoint = await startTestEndpoint({
    clock: virtualClock({ driver: 'the test' }),
    roles: 'enforced',
  });
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
  const instance = await prepareAccount({ ec2, iam, logs, s3 }, bucket);
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
      project = bakeName(IDENTITY);
      await codeBuild
        .send(new CreateProjectCommand({ ...made.project, name: project }))
        .catch(async (error: Error) => {
          if (error.name !== 'ResourceAlreadyExistsException') throw error;
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
      const build = await endpoint.clock.until('the end of the build', async () => {
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
  await harness.configure({});
  return harness;
}

/** Variables of a build that asks for the stand-in, on a machine that has a packer too. */
export const STAND_IN = { LOCAL_PACKER_STAND_IN: 'true' } as const;
