import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { readVersioning, readObjectTags } from '../engine/bucket';
import { ActionFailure, type ActionJob, type ActionOutcome, type ActionProvider } from './provider';

/**
 * Takes an object from a versioned bucket, as it is with its tags: the latest version, or the one that the execution was started with.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html
 */
export const s3Source: ActionProvider = {
  type: { category: 'Source', owner: 'AWS', provider: 'S3', version: '1' },
  inputArtifacts: { minimum: 0, maximum: 0 },
  outputArtifacts: { minimum: 1, maximum: 1 },
  configuration: {
    S3Bucket: 'required',
    S3ObjectKey: 'required',
    PollForSourceChanges: 'optional',
    AllowOverrideForS3ObjectKey: 'optional',
  },
  timeoutInMinutes: 60,
  revisionTypes: ['S3_OBJECT_VERSION_ID', 'S3_OBJECT_KEY'],
  run: takeObject,
};

async function takeObject(job: ActionJob): Promise<ActionOutcome> {
  const s3 = await job.artifacts.s3();
  const bucket = job.configuration.S3Bucket ?? '';
  const key = job.revisionOverride('S3_OBJECT_KEY') ?? job.configuration.S3ObjectKey ?? '';
  await requireVersioning(s3, bucket);
  const requested =
    job.revisionOverride('S3_OBJECT_VERSION_ID') ?? (await getObject(s3, bucket, key)).version;
  const { bytes, version, etag, modified } = await getObject(s3, bucket, key, requested);
  const tags = await readObjectTags(s3, bucket, key, version);
  await job.artifacts.write(job.action.outputArtifacts[0]?.name ?? '', bytes, tags);
  const summary = `Amazon S3 version id: ${version}`;
  const url = `https://console.aws.amazon.com/s3/object/${bucket}?region=${job.region}&prefix=${key}`;
  job.run.externalExecutionId = version;
  job.run.externalExecutionUrl = url;
  return {
    summary,
    outputVariables: { BucketName: bucket, ObjectKey: key, ETag: etag, VersionId: version },
    revision: { revisionId: version, revisionSummary: summary, revisionUrl: url, created: modified },
  };
}

async function requireVersioning(s3: S3Client, bucket: string): Promise<void> {
  if ((await readVersioning(s3, bucket)) === 'Enabled') return;
  const message = `Amazon S3 source actions need a versioned bucket: enable versioning on the bucket ${bucket}.`;
  throw new ActionFailure('ConfigurationError', message);
}

/** @param requested the version @default - the latest */
async function getObject(s3: S3Client, bucket: string, key: string, requested?: string) {
  try {
    const found = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: requested }));
    return {
      bytes: (await found.Body?.transformToByteArray()) ?? new Uint8Array(),
      version: found.VersionId ?? requested ?? 'null',
      etag: (found.ETag ?? '').replaceAll('"', ''),
      modified: found.LastModified,
    };
  } catch (error) {
    if (!(error instanceof Error) || !/^(NoSuchKey|NoSuchVersion)$/.test(error.name)) throw error;
    await requireListing(s3, bucket, key);
    const version = requested ? ` and version id ${requested}` : '';
    const message = `The Amazon S3 object with key ${key}${version} does not exist in the bucket ${bucket}.`;
    throw new ActionFailure('ConfigurationError', message, { cause: error });
  }
}

/**
 * S3 answers NoSuchKey only to those who may list the bucket, AccessDenied to others.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
async function requireListing(s3: S3Client, bucket: string, key: string): Promise<void> {
  await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key, MaxKeys: 1 }));
}
