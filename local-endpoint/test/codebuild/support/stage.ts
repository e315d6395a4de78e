import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import {
  BatchGetBuildsCommand,
  type Build,
  CodeBuildClient,
  CreateProjectCommand,
  type CreateProjectInput,
  StartBuildCommand,
  type StartBuildInput,
} from '@aws-sdk/client-codebuild';
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { scaledClock } from '../../../kit/clock';
import { createCodeBuild } from '../../../services/codebuild/service';
import { createEcr } from '../../../services/ecr/service';
import { startEndpoint } from '../../../endpoint/server';
import type { EventDraft } from '../../../kit/event-bus';
import { createIam } from '../../../authorization/iam';
import { startMoto } from '../../../moto/moto';
import type { World } from '../../../kit/context';
import { type ManualClock, manualClock } from '../../../testing/manual-clock';
import { pythonTool } from '../../../testing/python-tools';

export const ACCOUNT = '111111111111';
export const REGION = 'ap-northeast-1';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/shop-build`;
export const BUCKET = 'shop-artifacts';
export const LOG_GROUP = '/aws/codebuild/shop';
const POLICY = 'build';

const execute = promisify(execFile);

/** CodeBuild with IAM, ECR and moto around it, and a role that builds work with. */
export interface Stage {
  readonly world: World;
  readonly codeBuild: CodeBuildClient;
  readonly s3: S3Client;
  /** Lines said so far. */
  readonly said: string[];
  readonly events: EventDraft[];
  /** What the time-outs of builds are measured with. */
  readonly stopwatch: ManualClock;
  readonly client: () => ReturnType<World['aws']['asService']>;
  /** Gives the role of builds these statements; what it needs for every build it has anyway. */
  allow(...statements: object[]): Promise<void>;
  /** Makes a project that builds nothing but its buildspec. @returns its name */
  project(buildspec: string, change?: Partial<CreateProjectInput>): Promise<string>;
  start(projectName: string, change?: Partial<StartBuildInput>): Promise<string>;
  build(id: string): Promise<Build>;
  /** Waits until a build has ended. */
  end(id: string): Promise<Build>;
  /** Makes a project of this buildspec and builds it to the end. */
  run(buildspec: string, change?: Partial<CreateProjectInput>): Promise<Build>;
  /** The whole log in CloudWatch Logs. */
  log(build: Build): Promise<string>;
  /** Puts a zip file into the bucket. @returns its ARN */
  upload(key: string, files: Record<string, string>): Promise<string>;
  /** The texts of a zip file by name. */
  unzip(key: string): Promise<Record<string, string>>;
  /** The real command line. @returns what it prints, as JSON */
  aws(...words: string[]): Promise<unknown>;
  close(): Promise<void>;
}

export async function setStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'codebuild-test-'));
  const closing = new AbortController();
  const moto = await startMoto({ folder, closing: closing.signal });
  const said: string[] = [];
  const events: EventDraft[] = [];
  const stopwatch = manualClock();
  const clock = scaledClock(1);
  let url = '';
  const iam = createIam({
    endpoint: () => url,
    defaultAccount: ACCOUNT,
    now: () => clock.now(),
    say: (line) => void said.push(line),
  });
  const world: World = {
    clock,
    aws: iam.aws,
    bus: { emit: (draft) => `event-${events.push(draft)}` },
    folder,
    closing: closing.signal,
    say: (line) => void said.push(line),
  };
  const ecr = createEcr(world);
  const running = await startEndpoint({
    port: 0,
    moto: moto.url,
    services: [...iam.services, ecr.service, createCodeBuild(world, stopwatch)],
    observers: [...iam.observers, ...ecr.observers],
    callerOf: iam.callerOf,
    authorize: iam.authorize,
    say: (line) => void said.push(line),
  });
  url = running.url;
  const client = () => iam.aws.asService(ACCOUNT, REGION);
  const codeBuild = new CodeBuildClient(client());
  const s3 = new S3Client({ ...client(), forcePathStyle: true });
  let projects = 0;
  const stage: Stage = {
    world,
    codeBuild,
    s3,
    said,
    events,
    stopwatch,
    client,
    async allow(...statements) {
      const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [...ALWAYS, ...statements] });
      await new IAMClient(client()).send(
        new PutRolePolicyCommand({ RoleName: 'shop-build', PolicyName: POLICY, PolicyDocument }),
      );
    },
    async project(buildspec, change) {
      projects += 1;
      const name = `shop-${projects}`;
      await codeBuild.send(new CreateProjectCommand({ ...projectInput(name, buildspec), ...change }));
      return name;
    },
    async start(projectName, change) {
      const { build } = await codeBuild.send(new StartBuildCommand({ projectName, ...change }));
      return build?.id ?? '';
    },
    async build(id) {
      const { builds } = await codeBuild.send(new BatchGetBuildsCommand({ ids: [id] }));
      if (!builds?.[0]) throw new Error(`no build ${id}`);
      return builds[0];
    },
    end: (id) =>
      until(async () => {
        const build = await stage.build(id);
        return build.buildComplete ? build : undefined;
      }),
    run: async (buildspec, change) => stage.end(await stage.start(await stage.project(buildspec, change))),
    async log({ logs }) {
      const { events: lines } = await new CloudWatchLogsClient(client()).send(
        new GetLogEventsCommand({
          logGroupName: logs?.groupName,
          logStreamName: logs?.streamName,
          startFromHead: true,
        }),
      );
      return (lines ?? []).map(({ message }) => message).join('\n');
    },
    async upload(Key, files) {
      const Body = zipSync(
        Object.fromEntries(
          Object.entries(files).map(([name, text]) => [
            name,
            [strToU8(text), { os: 3, attrs: (text.startsWith('#!') ? 0o100755 : 0o100644) << 16 }],
          ]),
        ),
      );
      await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
      return `arn:aws:s3:::${BUCKET}/${Key}`;
    },
    async unzip(Key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      return Object.fromEntries(
        Object.entries(unzipSync(bytes)).map(([name, file]) => [name, strFromU8(file)]),
      );
    },
    async aws(...words) {
      const environment = {
        PATH: process.env.PATH,
        HOME: folder,
        AWS_ENDPOINT_URL: url,
        AWS_DEFAULT_REGION: REGION,
        AWS_ACCESS_KEY_ID: ACCOUNT,
        AWS_SECRET_ACCESS_KEY: 'test',
      };
      const { stdout } = await execute(pythonTool('aws'), [...words, '--output', 'json'], {
        env: environment,
      });
      return stdout.trim() === '' ? undefined : (JSON.parse(stdout) as unknown);
    },
    async close() {
      closing.abort();
      await running.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  await prepare(stage);
  return stage;
}

/** Makes the bucket and the role. */
async function prepare(stage: Stage): Promise<void> {
  const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
  await stage.s3.send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'codebuild.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  await new IAMClient(stage.client()).send(
    new CreateRoleCommand({
      RoleName: 'shop-build',
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    }),
  );
  await stage.allow();
}

/** What every build needs. */
const ALWAYS = [
  {
    Effect: 'Allow',
    Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${LOG_GROUP}:*`,
  },
  {
    Effect: 'Allow',
    Action: [
      's3:GetObject',
      's3:GetObjectVersion',
      's3:PutObject',
      's3:GetBucketAcl',
      's3:GetBucketLocation',
    ],
    Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
  },
];

/** A project as small as it may be. */
export const projectInput = (name: string, buildspec: string): CreateProjectInput => ({
  name,
  source: { type: 'NO_SOURCE', buildspec },
  artifacts: { type: 'NO_ARTIFACTS' },
  environment: {
    type: 'LINUX_CONTAINER',
    image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
    computeType: 'BUILD_GENERAL1_SMALL',
  },
  serviceRole: ROLE,
  logsConfig: { cloudWatchLogs: { status: 'ENABLED', groupName: LOG_GROUP } },
});

/** A project whose source is a zip file in the bucket, and whose artifact goes there too. */
export const packagingProject = (key: string): Partial<CreateProjectInput> => ({
  source: { type: 'S3', location: `${BUCKET}/${key}` },
  artifacts: { type: 'S3', location: BUCKET, name: `${key}-built.zip`, packaging: 'ZIP' },
});

/** Waits in real time, because commands run in it, until there is something to see. */
export async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(`never came: ${look.toString()}`);
    await pause(10);
  }
}

/** Status of each phase by its name; only those that ended. */
export const phasesOf = ({ phases = [] }: Build): Record<string, string> =>
  Object.fromEntries(
    phases.flatMap(({ phaseType, phaseStatus }) =>
      phaseType && phaseStatus ? [[phaseType, phaseStatus]] : [],
    ),
  );

/** The context of the phase that failed, `code: message`. */
export const contextOf = ({ phases = [] }: Build): string => {
  const failed = phases.find(({ phaseStatus = 'SUCCEEDED' }) => phaseStatus !== 'SUCCEEDED');
  const [context] = failed?.contexts ?? [];
  return `${failed?.phaseType} ${context?.statusCode}: ${context?.message}`;
};
