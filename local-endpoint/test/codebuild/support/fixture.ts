import { execFile } from 'node:child_process';
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
import type { FaultRule } from '../../../faults/rule';
import { scaledClock } from '../../../kit/clock';
import { codeBuildWith } from '../../../services/codebuild/service';
import { ecr } from '../../../services/ecr/service';
import type { EventInput } from '../../../kit/event-bus';
import {
  ACCOUNT,
  bucketName,
  type ManualClock,
  manualClock,
  pythonTool,
  REGION,
  startTestEndpoint,
  type TestEndpoint,
  until,
} from '../../../testing';

export const ROLE = `arn:aws:iam::${ACCOUNT}:role/shop-build`;
export const BUCKET = bucketName('shop-artifacts');
export const LOG_GROUP = '/aws/codebuild/shop';
const POLICY = 'build';

const execute = promisify(execFile);

/** CodeBuild with IAM, ECR and moto around it, and a role that builds work with. */
export interface BuildFixture {
  readonly context: TestEndpoint['context'];
  readonly codeBuild: CodeBuildClient;
  readonly s3: S3Client;
  /** Lines logged so far. */
  readonly logged: string[];
  readonly events: EventInput[];
  /** What the time-outs of builds are measured with. */
  readonly stopwatch: ManualClock;
  readonly client: () => ReturnType<TestEndpoint['client']>;
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

/** @param faults of calls @default - none */
export async function createFixture(faults: readonly FaultRule[] = []): Promise<BuildFixture> {
  const stopwatch = manualClock();
  const endpoint = await startTestEndpoint({
    clock: scaledClock(1),
    roles: 'enforced',
    faults,
    services: [ecr, codeBuildWith(stopwatch)],
  });
  const { context, events } = endpoint;
  const client = () => endpoint.client();
  const codeBuild = new CodeBuildClient(client());
  const s3 = new S3Client(client());
  let projects = 0;
  const fixture: BuildFixture = {
    context,
    codeBuild,
    s3,
    logged: endpoint.log,
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
        const build = await fixture.build(id);
        return build.buildComplete ? build : undefined;
      }),
    run: async (buildspec, change) =>
      fixture.end(await fixture.start(await fixture.project(buildspec, change))),
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
      const env = endpoint.environment();
      const { stdout } = await execute(pythonTool('aws'), [...words, '--output', 'json'], { env });
      return stdout.trim() === '' ? undefined : (JSON.parse(stdout) as unknown);
    },
    close: () => endpoint.close(),
  };
  prepared ??= prepare(fixture);
  await prepared;
  return fixture;
}

/** The fixtures of a test file share its account. */
let prepared: Promise<void> | undefined;

/** Makes the bucket and the role. */
async function prepare(fixture: BuildFixture): Promise<void> {
  const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
  await fixture.s3.send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'codebuild.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  await new IAMClient(fixture.client()).send(
    new CreateRoleCommand({
      RoleName: 'shop-build',
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    }),
  );
  await fixture.allow();
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
