import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateFunctionCommand, LambdaClient, type CreateFunctionRequest } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { zipSync } from 'fflate';
import type { AwsIdentity } from '../../../kit/aws';
import type { ApiCall } from '../../../kit/call';
import { startEndpoint } from '../../../endpoint/server';
import { AwsError } from '../../../kit/aws-error';
import { createSessions } from '../../../authorization/sessions';
import { createLambda } from '../../../services/lambda/service';
import { startMoto } from '../../../moto/moto';
import { type NoticedClock, noticedClock } from './noticed-clock';

const ACCOUNT = '111111111111';
const REGION = 'ap-northeast-1';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/function`;

/** The local Lambda behind an endpoint of its own, with moto behind that. */
export interface LocalLambda {
  readonly as: AwsIdentity;
  readonly clock: NoticedClock;
  /** Waits for the next line that the endpoint says. */
  nextWord(): Promise<string>;
  /** Makes a function of these files; a further call of the same name is an error, as in AWS. */
  create(
    name: string,
    files: Record<string, string>,
    settings?: Partial<CreateFunctionRequest>,
  ): Promise<void>;
  /** Uploads a zip and gives its place. */
  upload(files: Record<string, string>): Promise<{ S3Bucket: string; S3Key: string }>;
  /** Refuses these `service:Operation`s to roles. */
  deny(...actions: string[]): void;
  close(): Promise<void>;
}

/** Starts it all on free ports. */
export async function startLocalLambda(): Promise<LocalLambda> {
  const folder = await mkdtemp(join(tmpdir(), 'lambda-test-'));
  const closing = new AbortController();
  const clock = noticedClock();
  const words = new EventEmitter();
  const denied = new Set<string>();
  const sessions = createSessions(ACCOUNT);
  const moto = await startMoto({ folder, closing: closing.signal });
  let endpoint = '';
  const identity = (credentials: AwsIdentity['credentials'], region: string) => ({
    endpoint,
    region,
    credentials,
  });
  const aws = {
    asService: (account: string, region: string) =>
      identity({ accessKeyId: account, secretAccessKey: 'service' }, region),
    asRole: async (roleArn: string, region: string) =>
      identity(sessions.issue({ accountId: ACCOUNT, arn: roleArn, roleArn }), region),
    asPrincipal: (): AwsIdentity => {
      throw new Error('Lambda always has a role');
    },
  };
  const world = {
    clock,
    aws,
    folder,
    closing: closing.signal,
    bus: { emit: () => '' },
    say: (line: string) => void words.emit('said', line),
  };
  const { service, observers } = createLambda(world);
  const authorize = async ({ service: name, operation, context }: ApiCall) => {
    if (!context.caller.roleArn || !denied.has(`${name}:${operation}`)) return;
    throw new AwsError('AccessDeniedException', `not authorized to perform: ${name}:${operation}`);
  };
  const callerOf = (key: string) => sessions.callerOf(key);
  const running = await startEndpoint({
    ...{ port: 0, moto: moto.url, services: [service], observers, callerOf, authorize },
    log: world.say,
  });
  endpoint = running.url;
  const as = aws.asService(ACCOUNT, REGION);
  await prepare(as);
  return {
    as,
    clock,
    nextWord: async () => String((await once(words, 'said'))[0]),
    upload: (files) => upload(as, files),
    create: async (name, files, settings) => create(as, name, await upload(as, files), settings),
    deny: (...actions) => {
      for (const action of actions) denied.add(action);
    },
    close: async () => {
      closing.abort();
      await running.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function prepare(as: AwsIdentity): Promise<void> {
  await new IAMClient(as).send(
    new CreateRoleCommand({ RoleName: 'function', AssumeRolePolicyDocument: '{}' }),
  );
  const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
  await new S3Client(as).send(new CreateBucketCommand({ Bucket: 'code', CreateBucketConfiguration }));
}

async function upload(as: AwsIdentity, files: Record<string, string>) {
  const entries = Object.entries(files).map(([name, text]) => [name, Buffer.from(text)] as const);
  const location = { S3Bucket: 'code', S3Key: `${crypto.randomUUID()}.zip` };
  const Body = zipSync(Object.fromEntries(entries));
  await new S3Client(as).send(new PutObjectCommand({ Bucket: 'code', Key: location.S3Key, Body }));
  return location;
}

async function create(
  as: AwsIdentity,
  FunctionName: string,
  Code: CreateFunctionRequest['Code'],
  settings: Partial<CreateFunctionRequest> = {},
): Promise<void> {
  const request = {
    FunctionName,
    Code,
    Role: ROLE,
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
  } as const;
  await new LambdaClient(as).send(new CreateFunctionCommand({ ...request, ...settings }));
}
