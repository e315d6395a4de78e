import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ACCOUNT, REGION } from '@pipeline-factory/local-endpoint/testing';
import { strToU8, zipSync } from 'fflate';
import { artifactBucketName, artifactFolder } from '../../../handlers/contract/names';
import type { ClientConfig } from './client-config';

/** An artifact in a job's event. */
export interface EventArtifact {
  readonly name: string;
  readonly location: {
    readonly type: 'S3';
    readonly s3Location: { readonly bucketName: string; readonly objectKey: string };
  };
}

/** The environment's bucket of artifacts. */
const BUCKET = artifactBucketName('shop', 'prd', ACCOUNT, REGION);

/** Creates the bucket of artifacts. */
export async function createArtifactBucket(config: ClientConfig): Promise<void> {
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const LocationConstraint = config.region as 'ap-northeast-1';
  await s3.send(
    new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint } }),
  );
}

/** Stores files as an artifact of a pipeline; what is not text is written as JSON. */
export async function storeArtifact(
  config: ClientConfig,
  pipeline: string,
  files: Readonly<Record<string, unknown>>,
  name = 'build',
): Promise<EventArtifact> {
  const bytes = Object.entries(files).map(([path, content]) => [
    path,
    strToU8(typeof content === 'string' ? content : JSON.stringify(content)),
  ]);
  return storeObject(
    config,
    pipeline,
    zipSync(Object.fromEntries(bytes) as Record<string, Uint8Array>),
    name,
  );
}

/** Stores bytes as an artifact of a pipeline. */
export async function storeObject(
  config: ClientConfig,
  pipeline: string,
  Body: Uint8Array,
  name = 'build',
): Promise<EventArtifact> {
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const objectKey = `${artifactFolder(pipeline)}/${name}/${randomUUID()}`;
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: objectKey, Body }));
  return { name, location: { type: 'S3', s3Location: { bucketName: BUCKET, objectKey } } };
}
