import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateFunctionCommand, LambdaClient, type CreateFunctionRequest } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { zipSync } from 'fflate';
import type { AwsIdentity } from '../../../kit/aws';
import { lambda } from '../../../services/lambda/service';
import { ACCOUNT, bucketName, REGION, startTestEndpoint, type TestEndpoint, until } from '../../../testing';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/function`;
const BUCKET = bucketName('code');

/** Of every file, so that the same files make the same zip. */
const SAME_TIME = '2026-01-01T00:00:00';

/** An endpoint with the local Lambda. */
export interface LocalLambda extends TestEndpoint {
  readonly as: AwsIdentity;
  /** Waits for the next line that is logged. */
  nextLine(): Promise<string>;
  /** Makes a function of these files; a further call of the same name is an error, as in AWS. */
  create(
    name: string,
    files: Record<string, string>,
    settings?: Partial<CreateFunctionRequest>,
  ): Promise<void>;
  /** Uploads a zip. @returns where it is */
  upload(files: Record<string, string>): Promise<{ S3Bucket: string; S3Key: string }>;
}

/** Starts it with a bucket for code and a role for functions. */
export async function startLocalLambda(): Promise<LocalLambda> {
  const endpoint = await startTestEndpoint({
    services: [lambda],
  });
  const as = endpoint.client();
  const create = await functionMaker(as);
  return {
    ...endpoint,
    as,
    nextLine: () => {
      const logged = endpoint.log.length;
      return until(() => endpoint.log[logged]);
    },
    upload: (files) => upload(as, files),
    create,
  };
}

/** Makes a bucket for code and a role for functions. */
export async function functionMaker(as: AwsIdentity): Promise<LocalLambda['create']> {
  await prepare(as);
  return async (name, files, settings) => create(as, name, await upload(as, files), settings);
}

async function prepare(as: AwsIdentity): Promise<void> {
  await new IAMClient(as).send(
    new CreateRoleCommand({ RoleName: 'function', AssumeRolePolicyDocument: '{}' }),
  );
  const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
  await new S3Client(as).send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
}

async function upload(as: AwsIdentity, files: Record<string, string>) {
  const entries = Object.entries(files).map(([name, text]) => [name, Buffer.from(text)] as const);
  const location = { S3Bucket: BUCKET, S3Key: `${crypto.randomUUID()}.zip` };
  const Body = zipSync(Object.fromEntries(entries), { mtime: SAME_TIME });
  await new S3Client(as).send(new PutObjectCommand({ Bucket: BUCKET, Key: location.S3Key, Body }));
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
