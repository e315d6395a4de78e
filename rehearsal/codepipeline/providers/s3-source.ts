import {
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { ActionFailure, type ActionJob, type ActionOutcome, type ActionProvider } from './provider';

/**
 * Takes an object from a versioned bucket, as it is: the latest version, or the one that was asked for.
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
  await requireVersioning(s3, bucket);
  const key = objectKey(job);
  const pinned =
    job.override?.revisionType === 'S3_OBJECT_VERSION_ID' ? job.override.revisionValue : undefined;
  const object = await findObject(s3, bucket, key, pinned);
  const versionId = object.VersionId ?? pinned ?? 'null';
  const { Body: body } = await s3.send(
    new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }),
  );
  await job.artifacts.write(
    job.action.outputArtifacts[0]?.name ?? '',
    (await body?.transformToByteArray()) ?? new Uint8Array(),
  );
  const summary = `Amazon S3 version id: ${versionId}`;
  job.run.externalExecutionId = versionId;
  job.run.externalExecutionUrl = `https://console.aws.amazon.com/s3/object/${bucket}?region=${job.region}&prefix=${key}`;
  return {
    summary,
    outputVariables: {
      BucketName: bucket,
      ObjectKey: key,
      ETag: (object.ETag ?? '').replaceAll('"', ''),
      VersionId: versionId,
    },
    finding: {
      revisionId: versionId,
      revisionSummary: summary,
      revisionUrl: job.run.externalExecutionUrl,
      created: object.LastModified,
    },
  };
}

async function requireVersioning(s3: S3Client, bucket: string): Promise<void> {
  const { Status: status } = await s3.send(new GetBucketVersioningCommand({ Bucket: bucket }));
  if (status === 'Enabled') return;
  const message = `Amazon S3 source actions need a versioned bucket: enable versioning on the bucket ${bucket}.`;
  throw new ActionFailure('ConfigurationError', message);
}

/** Whoever starts the execution may name another key only where the action allows it. */
function objectKey({ configuration, override }: ActionJob): string {
  const asked = override?.revisionType === 'S3_OBJECT_KEY' ? override.revisionValue : undefined;
  return asked ?? configuration.S3ObjectKey ?? '';
}

async function findObject(s3: S3Client, bucket: string, key: string, versionId: string | undefined) {
  try {
    return await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
  } catch (error) {
    if (!(error instanceof Error) || !/NotFound|NoSuchKey|NoSuchVersion/.test(error.name)) throw error;
    const version = versionId ? ` and version id ${versionId}` : '';
    const message = `The Amazon S3 object with key ${key}${version} does not exist in the bucket ${bucket}.`;
    throw new ActionFailure('ConfigurationError', message, { cause: error });
  }
}
