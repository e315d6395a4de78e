import { randomUUID } from 'node:crypto';
import {
  type ActionDeclaration,
  type ActionExecutionDetail,
  CodePipelineClient,
  CreatePipelineCommand,
  type ErrorDetails,
  GetPipelineExecutionCommand,
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  type PipelineDeclaration,
  type PipelineExecutionSummary,
  PutApprovalResultCommand,
  type StageDeclaration,
  StartPipelineExecutionCommand,
  type StartPipelineExecutionInput,
} from '@aws-sdk/client-codepipeline';
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import { ACCOUNT, bucketName, REGION, until, type TestEndpoint } from '../../../testing';
import { ROLE } from './start';

const ENDED = ['Succeeded', 'Failed', 'Stopped', 'Superseded', 'Cancelled'];

/** A shop's buckets and pipelines on a test endpoint. */
export interface Shop {
  readonly endpoint: TestEndpoint;
  readonly pipelines: CodePipelineClient;
  readonly s3: S3Client;
  /** Puts a new version of settings.zip; gives its version id. */
  upload(files: Record<string, string>): Promise<string>;
  /** Makes a pipeline and waits for the end of the execution that its creation starts. */
  create(stages: StageDeclaration[], more?: Partial<PipelineDeclaration>): Promise<string>;
  start(name: string, more?: Partial<StartPipelineExecutionInput>): Promise<string>;
  execution(name: string, id: string): Promise<PipelineExecutionSummary>;
  /** Waits until an execution has ended; gives its status. */
  end(name: string, id: string): Promise<string>;
  /** The latest run of an action in an execution. */
  action(name: string, id: string, action: string): Promise<ActionExecutionDetail | undefined>;
  error(name: string, id: string, action: string): Promise<ErrorDetails>;
  /** Waits for the open question of a stage; gives its token. */
  token(name: string, stage: string): Promise<string>;
  answer(name: string, stage: string, status?: 'Approved' | 'Rejected'): Promise<void>;
}

export const STORE = bucketName('shop-artifacts');
export const SETTINGS = bucketName('shop-settings');
export const KEY_ALIAS = `arn:aws:kms:${REGION}:${ACCOUNT}:alias/shop-foundation-stg`;

export async function openShop(endpoint: TestEndpoint): Promise<Shop> {
  const pipelines = new CodePipelineClient(endpoint.client());
  const s3 = new S3Client(endpoint.client());
  for (const Bucket of [STORE, SETTINGS]) {
    const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  }
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.send(new PutBucketVersioningCommand({ Bucket: SETTINGS, VersioningConfiguration }));
  const shop: Shop = {
    endpoint,
    pipelines,
    s3,
    async upload(files) {
      const Body = zipSync(
        Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])),
      );
      const { VersionId } = await s3.send(
        new PutObjectCommand({ Bucket: SETTINGS, Key: 'settings.zip', Body }),
      );
      return VersionId ?? '';
    },
    async create(stages, more) {
      const name = `shop-storefront-stg-${randomUUID().slice(0, 8)}`;
      const pipeline: PipelineDeclaration = {
        name,
        roleArn: ROLE,
        pipelineType: 'V2',
        executionMode: 'QUEUED',
        artifactStore: { type: 'S3', location: STORE, encryptionKey: { type: 'KMS', id: KEY_ALIAS } },
        stages,
        ...more,
      };
      await pipelines.send(new CreatePipelineCommand({ pipeline }));
      return name;
    },
    async start(name, more) {
      const { pipelineExecutionId } = await pipelines.send(
        new StartPipelineExecutionCommand({ name, ...more }),
      );
      return pipelineExecutionId ?? '';
    },
    async execution(name, id) {
      const list = await pipelines.send(new ListPipelineExecutionsCommand({ pipelineName: name }));
      const found = list.pipelineExecutionSummaries?.find(
        ({ pipelineExecutionId }) => pipelineExecutionId === id,
      );
      if (!found) throw new Error(`no execution ${id}`);
      return found;
    },
    end: (name, id) =>
      until(async () => {
        const input = { pipelineName: name, pipelineExecutionId: id };
        const { pipelineExecution } = await pipelines.send(new GetPipelineExecutionCommand(input));
        const status = pipelineExecution?.status;
        return status && ENDED.includes(status) && status;
      }),
    async action(name, id, action) {
      const filter = { pipelineExecutionId: id };
      const list = await pipelines.send(new ListActionExecutionsCommand({ pipelineName: name, filter }));
      return list.actionExecutionDetails?.find(({ actionName }) => actionName === action);
    },
    async error(name, id, action) {
      const run = await until(async () => {
        const seen = await shop.action(name, id, action);
        return seen?.status === 'Failed' && seen;
      });
      return run.output?.executionResult?.errorDetails ?? {};
    },
    token: (name, stage) =>
      until(async () => {
        const { stageStates } = await pipelines.send(new GetPipelineStateCommand({ name }));
        const actions = stageStates?.find(({ stageName }) => stageName === stage)?.actionStates ?? [];
        return actions.find(({ latestExecution }) => latestExecution?.token)?.latestExecution?.token;
      }),
    async answer(name, stage, status = 'Approved') {
      const token = await shop.token(name, stage);
      const result = { status, summary: status };
      const input = { pipelineName: name, stageName: stage, actionName: 'Ask', token, result };
      await pipelines.send(new PutApprovalResultCommand(input));
    },
  };
  return shop;
}

export const source = (more?: Partial<ActionDeclaration>): StageDeclaration => ({
  name: 'Source',
  actions: [
    {
      name: 'Settings',
      actionTypeId: { category: 'Source', owner: 'AWS', provider: 'S3', version: '1' },
      configuration: { S3Bucket: SETTINGS, S3ObjectKey: 'settings.zip', PollForSourceChanges: 'false' },
      outputArtifacts: [{ name: 'settings' }],
      namespace: 'Settings',
      ...more,
    },
  ],
});

export const approval = (
  name: string,
  configuration = {},
  more: Partial<StageDeclaration> = {},
): StageDeclaration => ({
  name,
  actions: [ask('Ask', { configuration })],
  ...more,
});

export const ask = (name: string, more?: Partial<ActionDeclaration>): ActionDeclaration => ({
  name,
  actionTypeId: { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' },
  ...more,
});

export const invoke = (more?: Partial<ActionDeclaration>): ActionDeclaration => ({
  name: 'Run',
  actionTypeId: { category: 'Invoke', owner: 'AWS', provider: 'Lambda', version: '1' },
  configuration: { FunctionName: 'shop-run', UserParameters: '#{Settings.VersionId}' },
  ...more,
});
