import {
  type ActionDeclaration,
  type ActionExecutionDetail,
  CodePipelineClient,
  CreatePipelineCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  type PipelineExecutionSummary,
  type PipelineTriggerDeclaration,
} from '@aws-sdk/client-codepipeline';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { unzipSync, strFromU8 } from 'fflate';
import { ACCOUNT, bucketName, REGION, until } from '../../../testing';
import { type StartedEndpoint, startWholeEndpoint } from '../../../testing/whole-endpoint';

export const CONNECTION = `arn:aws:codeconnections:${REGION}:${ACCOUNT}:connection/0f5b706a-1a1d-46c5-86b6-f177321bcfb2`;

const STORE = bucketName('shop-artifacts');

/** What a pipeline's role needs for a connection. */
export const USE = ['codeconnections:UseConnection', 'codestar-connections:UseConnection'];

/** The whole local endpoint, with pipelines that begin with a git source and wait for a person after it. */
export interface GitEndpoint {
  readonly local: StartedEndpoint;
  /** Makes a role for CodePipeline, with these rights beside those to artifacts; gives its ARN. @param account whose @default - {@link ACCOUNT} */
  role(name: string, actions: readonly string[], resource: string, account?: string): Promise<string>;
  /** Makes a pipeline in the account of its role. @param role ARN */
  pipeline(
    name: string,
    role: string,
    source: Partial<ActionDeclaration>,
    triggers?: PipelineTriggerDeclaration[],
  ): Promise<void>;
  /** Newest first, without the one that the creation of the pipeline started. */
  executions(pipeline: string): Promise<PipelineExecutionSummary[]>;
  /** The source action of an execution, once it has ended. */
  source(pipeline: string, execution: string | undefined): Promise<ActionExecutionDetail>;
  /** The files of the artifact that an action made. */
  files(action: ActionExecutionDetail): Promise<Record<string, string>>;
  close(): Promise<void>;
}

export async function startGitEndpoint(): Promise<GitEndpoint> {
  const local = await startWholeEndpoint();
  const { client } = local;
  const pipelines = new CodePipelineClient(client());
  const s3 = new S3Client(client());
  const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
  await s3.send(new CreateBucketCommand({ Bucket: STORE, CreateBucketConfiguration }));
  return {
    local,
    async role(name, actions, resource, account) {
      const iam = new IAMClient(client(account));
      const trust = {
        Effect: 'Allow',
        Principal: { Service: 'codepipeline.amazonaws.com' },
        Action: 'sts:AssumeRole',
      };
      const { Role } = await iam.send(
        new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: policy(trust) }),
      );
      const artifacts = {
        Effect: 'Allow',
        Action: 's3:*',
        Resource: [`arn:aws:s3:::${STORE}`, `arn:aws:s3:::${STORE}/*`],
      };
      const given = actions.length > 0 ? [{ Effect: 'Allow', Action: actions, Resource: resource }] : [];
      const PolicyDocument = policy(artifacts, ...given);
      await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'given', PolicyDocument }));
      return Role?.Arn ?? '';
    },
    async pipeline(name, roleArn, source, triggers) {
      const artifactStore = { type: 'S3', location: STORE } as const;
      const stages = [{ name: 'Source', actions: [sourceAction(source)] }, WAIT];
      const pipeline = { name, roleArn, pipelineType: 'V2', artifactStore, stages, triggers } as const;
      const there = new CodePipelineClient(client(roleArn.split(':')[4]));
      await there.send(new CreatePipelineCommand({ pipeline }));
    },
    async executions(pipelineName) {
      const { pipelineExecutionSummaries: all = [] } = await pipelines.send(
        new ListPipelineExecutionsCommand({ pipelineName }),
      );
      return all.filter(({ trigger }) => trigger?.triggerType !== 'CreatePipeline');
    },
    source: (pipelineName, pipelineExecutionId) =>
      until(async () => {
        const filter = { pipelineExecutionId };
        const { actionExecutionDetails = [] } = await pipelines.send(
          new ListActionExecutionsCommand({ pipelineName, filter }),
        );
        const run = actionExecutionDetails.find(({ actionName }) => actionName === 'Source');
        return run?.status === 'InProgress' ? undefined : run;
      }),
    async files({ output }) {
      const { bucket, key } = output?.outputArtifacts?.[0]?.s3location ?? {};
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      const files = unzipSync((await Body?.transformToByteArray()) ?? new Uint8Array());
      return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
    },
    close: () => local.close(),
  };
}

/** A source action with a connection, of `main`. */
export const connected = (
  FullRepositoryId: string,
  more: Record<string, string> = {},
): Partial<ActionDeclaration> => ({
  configuration: { ConnectionArn: CONNECTION, FullRepositoryId, BranchName: 'main', ...more },
});

/** A trigger of the source action. */
export const trigger = (
  filters: Omit<NonNullable<PipelineTriggerDeclaration['gitConfiguration']>, 'sourceActionName'>,
): PipelineTriggerDeclaration => ({
  providerType: 'CodeStarSourceConnection',
  gitConfiguration: { sourceActionName: 'Source', ...filters },
});

const sourceAction = (more: Partial<ActionDeclaration>): ActionDeclaration => ({
  name: 'Source',
  actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeStarSourceConnection', version: '1' },
  outputArtifacts: [{ name: 'source' }],
  ...more,
});

const WAIT = {
  name: 'Wait',
  actions: [
    {
      name: 'Ask',
      actionTypeId: { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' } as const,
    },
  ],
};

const policy = (...Statement: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement });
