import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Need, ReleasePipeline, RollbackTarget } from './model';

/**
 * The artifacts that the rolled back stage would take from the target execution, and whether the artifact bucket still
 * has them: its lifecycle rule expires them.
 */
export async function readArtifactNeeds(
  { clients, deploy }: ReleasePipeline,
  { actions }: RollbackTarget,
): Promise<readonly Need[]> {
  const inputs = actions
    .filter(({ stageName }) => stageName === deploy.stage)
    .flatMap(({ input }) => input?.inputArtifacts ?? []);
  const byKey = new Map(inputs.map((artifact) => [artifact.s3location?.key, artifact]));
  return Promise.all(
    [...byKey.values()].map(async ({ name, s3location: { bucket, key } = {} }) => ({
      what: `artifact ${name}: s3://${bucket}/${key}`,
      missing: (await isGone(clients.s3, bucket, key)) ? 'it has expired' : undefined,
    })),
  );
}

/** S3 answers 403 for what does not exist to one who may not list the bucket: then it is taken to be there. */
async function isGone(client: S3Client, Bucket = '', Key = ''): Promise<boolean> {
  try {
    await client.send(new HeadObjectCommand({ Bucket, Key }));
    return false;
  } catch (error) {
    const { $metadata, name } = error as Error & { $metadata?: { httpStatusCode?: number } };
    if (name === 'NotFound' || $metadata?.httpStatusCode === 404) return true;
    if ($metadata?.httpStatusCode === 403) return false;
    throw error;
  }
}
