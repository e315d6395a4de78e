import type { ActionDeclaration } from '@aws-sdk/client-codepipeline';
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import { artifactBucketName } from '../../handlers/contract/names';
import { type ReplayAccount, SCOPE } from './account';

const clientOf = ({ config }: ReplayAccount): S3Client => new S3Client({ ...config, forcePathStyle: true });

/** Makes the bucket of artifacts and of what they are made of. @returns its name */
export async function makeBucket(endpoint: ReplayAccount): Promise<string> {
  const { account, region } = endpoint;
  const Bucket = artifactBucketName(SCOPE.prefix, SCOPE.environment, account, region);
  const s3 = clientOf(endpoint);
  const CreateBucketConfiguration = { LocationConstraint: region as 'eu-central-1' };
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  return Bucket;
}

const keyOf = (artifact: string): string => `${artifact}.zip`;

/** Puts what the next execution's source action takes. @param files text by path */
export async function putArtifact(
  endpoint: ReplayAccount,
  Bucket: string,
  artifact: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const Body = zipSync(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])),
  );
  await clientOf(endpoint).send(new PutObjectCommand({ Bucket, Key: keyOf(artifact), Body }));
}

/** The source action that takes an artifact, named like it. */
export const s3Source = (artifact: string, S3Bucket: string): ActionDeclaration => ({
  name: artifact,
  actionTypeId: { category: 'Source', owner: 'AWS', provider: 'S3', version: '1' },
  configuration: { S3Bucket, S3ObjectKey: keyOf(artifact), PollForSourceChanges: 'false' },
  outputArtifacts: [{ name: artifact }],
});
