import {
  CodePipelineClient,
  CreatePipelineCommand,
  type PipelineDeclaration,
  StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListBucketsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import {
  ACCOUNT,
  bucketName,
  REGION,
  startTestEndpoint,
  type TestEndpoint,
  until,
} from '@pipeline-factory/local-endpoint/testing';
import type { RehearsalClients } from '../../../rehearsal/clients';
import { GrantTrial } from '../../../rehearsal/grants/trial';
import { provenGrants, type TriedGrant } from '../../../rehearsal/grants/tried-grants';
import { listActions } from '../../../rehearsal/pipeline/executions';
import type { RehearsalEvent } from '../../../rehearsal/report/events';

const NAME = 'shop-page-stg';
const BUCKET = bucketName('page-files');

/** What taking an object from S3 needs. */
const ACTIONS = ['s3:GetBucket*', 's3:GetObject*', 's3:PutObject*'];

let local: TestEndpoint;
let s3: S3Client;
let clients: Pick<RehearsalClients, 'codePipeline' | 'iam'>;

beforeAll(async () => {
  local = await startTestEndpoint({ roles: 'enforced' });
  clients = { codePipeline: new CodePipelineClient(local.client()), iam: new IAMClient(local.client()) };
  s3 = new S3Client(local.client());
  const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.send(new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration }));
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'page.zip', Body: 'page' }));
  await createRole(NAME, { Service: 'codepipeline.amazonaws.com' }, ACTIONS);
  await createRole(`${NAME}-build`, { AWS: ACCOUNT }, ['s3:ListAllMyBuckets']);
  await clients.codePipeline.send(new CreatePipelineCommand({ pipeline: PIPELINE }));
  await ended(await start());
});
afterAll(() => local.close());

async function createRole(RoleName: string, Principal: object, Action: readonly string[]): Promise<void> {
  const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const trust = document({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
  await clients.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  const PolicyDocument = document({ Effect: 'Allow', Action, Resource: '*' });
  await clients.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'work', PolicyDocument }));
}

/** What the role of a build of the pipeline may do, whoever works with it. */
async function listBuckets() {
  const take = { RoleArn: `arn:aws:iam::${ACCOUNT}:role/${NAME}-build`, RoleSessionName: 'build' };
  const { Credentials: session } = await new STSClient(local.client()).send(new AssumeRoleCommand(take));
  const credentials = {
    accessKeyId: session?.AccessKeyId ?? '',
    secretAccessKey: session?.SecretAccessKey ?? '',
    sessionToken: session?.SessionToken,
  };
  return new S3Client({ ...local.client(), credentials }).send(new ListBucketsCommand({}));
}

/** Takes an object from S3, then waits for somebody's approval. */
const PIPELINE: PipelineDeclaration = {
  name: NAME,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/${NAME}`,
  pipelineType: 'V2',
  artifactStore: { type: 'S3', location: BUCKET },
  stages: [
    {
      name: 'Source',
      actions: [
        {
          name: 'File',
          actionTypeId: { category: 'Source', owner: 'AWS', provider: 'S3', version: '1' },
          configuration: { S3Bucket: BUCKET, S3ObjectKey: 'page.zip', PollForSourceChanges: 'false' },
          outputArtifacts: [{ name: 'file' }],
        },
      ],
    },
    {
      name: 'Ask',
      actions: [
        {
          name: 'Ask',
          actionTypeId: { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' },
        },
      ],
    },
  ],
};

/** A trial of this pipeline, and what it reports. */
async function begun(settled: readonly TriedGrant[]) {
  const events: RehearsalEvent[] = [];
  const trial = new GrantTrial({
    grants: local.authorization.withheldGrants,
    report: { emit: (event) => void events.push({ time: 0, ...event }) },
    regions: [{ clients: clients as RehearsalClients, declarations: [PIPELINE] }],
    settled,
  });
  await trial.begin();
  return { trial, events };
}

/** Grants of the pipeline's role that an earlier trial has settled. */
const settledGrants = (patterns: readonly string[]): TriedGrant[] => {
  const known = { role: NAME, policy: 'work', statement: '0', action: '', resource: '*' };
  return patterns.map((pattern) => ({
    ...{ type: 'grant-tried', time: 0, ...known, pattern },
    ...{ refused: [], refusedAnyway: [] },
  }));
};

const pipeline = () => ({ name: NAME, clients: clients as RehearsalClients });

/** How the source action of an execution ended at last. */
const ended = (executionId: string): Promise<string> =>
  until(async () => {
    const [latest] = await listActions(pipeline(), executionId);
    return latest?.actionName === 'File' && latest.status !== 'InProgress' && latest.status;
  });

async function start(): Promise<string> {
  const { pipelineExecutionId = '' } = await clients.codePipeline.send(
    new StartPipelineExecutionCommand({ name: NAME }),
  );
  return pipelineExecutionId;
}

/** Plays an execution, retried as long as the trial goes on. */
async function play(trial: GrantTrial): Promise<void> {
  const id = await start();
  while ((await ended(id)) === 'Failed') if (!(await trial.goesOn(pipeline(), id))) return;
}

test('each grant is missing once, the action that fails names it, and its retry goes on', async () => {
  const { trial, events } = await begun([]);
  await play(trial);
  expect(events).toEqual(
    ACTIONS.map((pattern): unknown =>
      expect.objectContaining({
        ...{ type: 'grant-tried', role: NAME, policy: 'work', statement: '0', pattern },
        ...{ pipeline: NAME, failed: 'Source / File' },
        message: expect.stringContaining(pattern.slice(0, -1)) as string,
      }),
    ),
  );
  expect(provenGrants(events)).toHaveLength(ACTIONS.length);
});

test('what is settled is left alone, and nothing is retried for it', async () => {
  const { trial, events } = await begun(settledGrants(ACTIONS));
  await play(trial);
  expect(events).toEqual([]);
  expect(await trial.goesOn(pipeline(), 'any')).toBe(false);
});

test('what no execution was retried for is given back at the end of the step, with what that missed', async () => {
  const { trial, events } = await begun([]);
  const id = await start();
  expect(await ended(id)).toBe('Failed');
  trial.stepEnded(['the page is published']);
  expect(events).toMatchObject([{ pattern: ACTIONS[0], missed: ['the page is published'] }]);
  trial.stepEnded([]);
  expect(events).toHaveLength(1);
  expect(local.authorization.withheldGrants.missing()).toBeUndefined();
});

test('where an execution fails for something else, as a step may expect, the grant stays missing until the step ends', async () => {
  const { trial, events } = await begun(settledGrants(ACTIONS));
  await expect(listBuckets()).rejects.toThrow('s3:ListAllMyBuckets');
  await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'page.zip' }));
  const id = await start();
  expect(await ended(id)).toBe('Failed');
  expect(await trial.goesOn(pipeline(), id)).toBe(false);
  await expect(listBuckets()).rejects.toThrow('s3:ListAllMyBuckets');
  trial.stepEnded([]);
  expect(events).toMatchObject([{ role: `${NAME}-build`, pattern: 's3:ListAllMyBuckets', missed: [] }]);
  await expect(listBuckets()).resolves.toBeDefined();
});
