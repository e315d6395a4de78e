import { randomUUID } from 'node:crypto';
import {
  CodePipelineClient,
  CreatePipelineCommand,
  GetPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { CreateRepositoryCommand, ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { strToU8, zipSync } from 'fflate';
import {
  ACCOUNT,
  bucketName,
  manualClock,
  REGION,
  type SeenCall,
  startTestEndpoint,
  type TestEndpoint,
  until,
} from '@pipeline-factory/local-endpoint/testing';
import { actionFunctionName, artifactBucketName, pipelineName } from '../../../handlers/contract/names';
import { SCAN_IMAGES, scanImagesUserParameters } from '../../../handlers/contract/scan-images';
import { handlerBundle } from '../../../lib/foundation/handler-bundle';
import { foundationOf, STAGING } from '../../foundation/fixtures/foundation';

const OWNER = { prefix: 'shop', environment: 'stg' };
const IDENTITY = { ...OWNER, pipeline: 'front' };
const FUNCTION = actionFunctionName('shop', 'stg', SCAN_IMAGES.name);
export const PIPELINE = pipelineName(IDENTITY);
/** The environment's bucket of artifacts. */
export const ARTIFACTS = artifactBucketName('shop', 'stg', ACCOUNT, REGION);
/** A bucket that the intruder may use as it likes. */
export const ELSEWHERE = bucketName('elsewhere');
const REPOSITORY = 'front';
const SOURCE = bucketName('source');

/** The event of a job. */
export interface JobEvent {
  readonly 'CodePipeline.job': {
    readonly id: string;
    readonly accountId: string;
    readonly data: {
      readonly actionConfiguration: { readonly configuration: Readonly<Record<string, string>> };
      readonly inputArtifacts: readonly {
        readonly name: string;
        readonly location: {
          readonly s3Location: { readonly bucketName: string; readonly objectKey: string };
        };
      }[];
      readonly artifactCredentials: object;
      readonly continuationToken?: string;
    };
  };
}

/**
 * A pipeline whose action invokes the action function that scans images, each with a role of its own as the factory makes
 * them, and a role that may invoke that function and nothing else of the pipeline's.
 */
export interface ScannedPipeline {
  readonly endpoint: TestEndpoint;
  readonly pipelines: CodePipelineClient;
  /** The execution that the pipeline's creation starts: its id, and the event of its action's first job. */
  run(): Promise<{ readonly executionId: string; readonly event: JobEvent }>;
  /** Waits until an execution has ended. */
  ended(executionId: string): Promise<unknown>;
  /** Gives the function the policy that the foundation gives it. */
  guard(): Promise<void>;
  /** Stores an image definitions file in an artifact. */
  store(bucket: string, key: string): Promise<void>;
  /**
   * Has the intruder invoke the function, and waits for its end.
   * @param qualifier @default - none
   * @returns the calls that the function made
   */
  intrude(event: object, qualifier?: string): Promise<readonly SeenCall[]>;
  /** Of calls those by sessions of the pipeline's role, and to get one. */
  byPipelineRole(calls: readonly SeenCall[]): readonly string[];
}

export async function startScannedPipeline(): Promise<ScannedPipeline> {
  const endpoint = await startTestEndpoint({ roles: 'enforced', clock: manualClock(new Date()) });
  const as = endpoint.client();
  const [pipelines, ecr, lambda] = [new CodePipelineClient(as), new ECRClient(as), new LambdaClient(as)];
  await createBuckets(endpoint);
  await createRoles(endpoint);
  await ecr.send(new CreateRepositoryCommand({ repositoryName: REPOSITORY }));
  await ecr.send(
    new PutImageCommand({ repositoryName: REPOSITORY, imageManifest: MANIFEST, imageTag: 'v1' }),
  );
  const modules = Object.entries(handlerBundle(SCAN_IMAGES.name));
  const ZipFile = zipSync(Object.fromEntries(modules.map(([name, text]) => [name, strToU8(text)])));
  await lambda.send(
    new CreateFunctionCommand({
      ...{ FunctionName: FUNCTION, Role: roleArn(FUNCTION), Runtime: 'nodejs22.x', Handler: 'index.handler' },
      Environment: { Variables: { PREFIX: 'shop', ENVIRONMENT: 'stg' } },
      Code: { ZipFile },
    }),
  );
  const store = async (Bucket: string, Key: string) => {
    const Body = zipSync({
      'imagedefinitions.json': strToU8(JSON.stringify([{ name: 'app', imageUri: URI }])),
    });
    await new S3Client(as).send(new PutObjectCommand({ Bucket, Key, Body }));
  };
  await store(SOURCE, 'settings.zip');
  await pipelines.send(new CreatePipelineCommand({ pipeline: structure() }));
  const intruder = await credentialsOf(endpoint, INTRUDER);
  const invocations = () =>
    endpoint.calls.filter(
      ({ service, operation, caller }) =>
        service === 'lambda' && operation === 'Invoke' && caller.roleArn === roleArn(PIPELINE),
    );
  return {
    endpoint,
    pipelines,
    store,
    run: async () => {
      const call = await until(() => invocations()[0]);
      await until(() => endpoint.calls.some(({ operation }) => operation.startsWith('PutJob')));
      const event = JSON.parse(Buffer.from(call.input.Payload as Uint8Array).toString()) as JobEvent;
      const { UserParameters = '' } = event['CodePipeline.job'].data.actionConfiguration.configuration;
      return { executionId: (JSON.parse(UserParameters) as { executionId: string }).executionId, event };
    },
    ended: (pipelineExecutionId) =>
      until(async () => {
        const request = { pipelineName: PIPELINE, pipelineExecutionId };
        const { pipelineExecution } = await pipelines.send(new GetPipelineExecutionCommand(request));
        return !['InProgress', 'Stopping'].includes(pipelineExecution?.status ?? '');
      }),
    guard: async () => {
      const ResourceArn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${FUNCTION}`;
      await lambda.send(new PutResourcePolicyCommand({ ResourceArn, Policy: invocationPolicy() }));
    },
    intrude: async (event, Qualifier) => {
      const from = endpoint.calls.length;
      const client = new LambdaClient({ ...as, ...intruder });
      const { FunctionError, Payload } = await client.send(
        new InvokeCommand({ FunctionName: FUNCTION, Qualifier, Payload: Buffer.from(JSON.stringify(event)) }),
      );
      if (FunctionError) throw new Error(Buffer.from(Payload ?? []).toString());
      return endpoint.calls.slice(from).filter(isFunctions);
    },
    byPipelineRole: (calls) => calls.filter((call) => isPipelines(call)).map(({ operation }) => operation),
  };
}

const URI = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${REPOSITORY}:v1`;

const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
  config: { digest: `sha256:${'0'.repeat(64)}` },
  layers: [],
});

const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

/** The role of somebody who may invoke the function, and read a bucket of their own. */
export const INTRUDER = 'intruder';

/** By the function's own role, its session of the pipeline's role, or the intruder's credentials in its event. */
const isFunctions = ({ service, caller: { roleArn: role, arn } }: SeenCall) =>
  !['lambda', 'logs'].includes(service) &&
  (role === roleArn(FUNCTION) || role === roleArn(INTRUDER) || arn.endsWith(`${PIPELINE}/${FUNCTION}`));

const isPipelines = ({ operation, caller, input }: SeenCall) =>
  caller.roleArn === roleArn(PIPELINE) || (operation === 'AssumeRole' && input.RoleArn === roleArn(PIPELINE));

async function createBuckets(endpoint: TestEndpoint): Promise<void> {
  const s3 = new S3Client(endpoint.client());
  const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
  for (const Bucket of [ARTIFACTS, SOURCE, ELSEWHERE]) {
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  }
}

/** As `lib/` makes them. */
async function createRoles(endpoint: TestEndpoint): Promise<void> {
  const functionArn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${FUNCTION}`;
  const pipelineArn = `arn:aws:codepipeline:${REGION}:${ACCOUNT}:shop-*-stg`;
  const invoke = allow(['lambda:InvokeFunction'], [functionArn, `${functionArn}:*`]);
  await createRole(
    endpoint,
    FUNCTION,
    [{ Service: 'lambda.amazonaws.com' }],
    [
      allow(['codepipeline:PutJobFailureResult', 'codepipeline:PutJobSuccessResult', 'logs:*']),
      allow(['codepipeline:GetPipelineState', 'codepipeline:ListActionExecutions'], pipelineArn),
      allow(['sts:AssumeRole'], roleArn('shop-*-stg')),
    ],
  );
  await createRole(
    endpoint,
    PIPELINE,
    [{ Service: 'codepipeline.amazonaws.com' }, { AWS: roleArn(FUNCTION) }],
    [
      invoke,
      allow(['s3:*']),
      allow(['ecr:BatchGetImage', 'ecr:DescribeImageScanFindings', 'ecr:StartImageScan']),
    ],
  );
  const readOwn = allow(['s3:GetObject'], `arn:aws:s3:::${ELSEWHERE}/*`);
  await createRole(endpoint, INTRUDER, [{ AWS: ACCOUNT }], [invoke, readOwn]);
}

async function createRole(
  endpoint: TestEndpoint,
  RoleName: string,
  principals: readonly object[],
  statements: readonly object[],
): Promise<void> {
  const iam = new IAMClient(endpoint.client());
  const trust = principals.map((Principal) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }));
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy(trust) }));
  const PolicyDocument = policy(statements);
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'work', PolicyDocument }));
}

/** The function's policy in the template of a foundation, for this account. */
function invocationPolicy(): string {
  const { template } = foundationOf(STAGING, [SCAN_IMAGES]);
  const [policy] = Object.values(template.findResources('AWS::Lambda::ResourcePolicy'));
  const { Properties } = policy as { Properties: { PolicyDocument: object } };
  return JSON.stringify(Properties.PolicyDocument).replaceAll(STAGING.account, ACCOUNT);
}

const allow = (Action: readonly string[], Resource: string | readonly string[] = '*') => ({
  Effect: 'Allow',
  Action,
  Resource,
});

const policy = (Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

/** Credentials of a session of a role. */
export async function credentialsOf(endpoint: TestEndpoint, role: string, Policy?: string) {
  const request = { RoleArn: roleArn(role), RoleSessionName: randomUUID().slice(0, 8), Policy };
  const { Credentials } = await new STSClient(endpoint.client()).send(new AssumeRoleCommand(request));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = Credentials ?? {};
  return { credentials: { accessKeyId, secretAccessKey, sessionToken: Credentials?.SessionToken } };
}

const structure = () => ({
  name: PIPELINE,
  roleArn: roleArn(PIPELINE),
  pipelineType: 'V2' as const,
  executionMode: 'QUEUED' as const,
  artifactStore: { type: 'S3' as const, location: ARTIFACTS },
  stages: [
    {
      name: 'Source',
      actions: [
        {
          name: 'Settings',
          actionTypeId: { category: 'Source' as const, owner: 'AWS' as const, provider: 'S3', version: '1' },
          configuration: { S3Bucket: SOURCE, S3ObjectKey: 'settings.zip', PollForSourceChanges: 'false' },
          outputArtifacts: [{ name: 'settings' }],
        },
      ],
    },
    {
      name: 'Scan',
      actions: [
        {
          name: 'ScanImages',
          actionTypeId: {
            category: 'Invoke' as const,
            owner: 'AWS' as const,
            provider: 'Lambda',
            version: '1',
          },
          configuration: {
            FunctionName: FUNCTION,
            UserParameters: scanImagesUserParameters(IDENTITY, 'HIGH'),
          },
          inputArtifacts: [{ name: 'settings' }],
        },
      ],
    },
  ],
});
