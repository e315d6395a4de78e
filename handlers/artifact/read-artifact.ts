import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { unzipSync } from 'fflate';
import { ConfigurationError, ReleaseError } from '../errors';
import type { ArtifactCredentials, JobArtifact } from '../job/pipeline-job';

/** An archive of this size fits into the function's memory beside the files taken out of it. */
const MAX_ARCHIVE_BYTES = 64 * 1024 * 1024;

/**
 * A client for a job's artifacts, which only the job's own credentials open.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_JobData.html
 * @throws ConfigurationError where the job has no credentials
 */
export function artifactClient(credentials: ArtifactCredentials | undefined): S3Client {
  if (!credentials)
    throw new ConfigurationError('The action must have an input artifact, got: no artifact credentials');
  return new S3Client({ credentials });
}

/**
 * Takes files out of an artifact.
 * @param maxBytes of each file, by its path
 * @returns text by path, without the files that the artifact lacks
 * @throws ConfigurationError for an archive or a file that is too large
 * @throws ReleaseError where the artifact is gone or is no zip archive
 */
export async function readArtifact(
  client: S3Client,
  artifact: JobArtifact,
  maxBytes: Readonly<Record<string, number>>,
): Promise<Readonly<Record<string, string>>> {
  const archive = await download(client, artifact);
  const files = unzip(artifact, archive, ({ name, originalSize }) => {
    const limit = maxBytes[name];
    if (limit === undefined) return false;
    if (originalSize > limit)
      throw new ConfigurationError(
        `${name} in artifact ${artifact.name} must have at most ${limit} bytes, got: ${originalSize}`,
      );
    return true;
  });
  return Object.fromEntries(
    Object.entries(files).map(([path, bytes]) => [path, Buffer.from(bytes).toString('utf8')]),
  );
}

/** An artifact, of which files are taken out as they are needed. */
export interface OpenArtifact {
  readonly name: string;
  /** Bytes of each file when it is unpacked, by its path; of a folder that is listed, the path ends with `/`. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Unpacks those files that are wanted. */
  unpack(isWanted: (path: string) => boolean): Record<string, Uint8Array>;
}

/**
 * Downloads an artifact without unpacking it.
 * @throws ConfigurationError for one that is too large
 * @throws ReleaseError where it is gone or is no zip archive
 */
export async function openArtifact(client: S3Client, artifact: JobArtifact): Promise<OpenArtifact> {
  const archive = await download(client, artifact);
  const sizes = new Map<string, number>();
  unzip(artifact, archive, ({ name, originalSize }) => {
    sizes.set(name, originalSize);
    return false;
  });
  return {
    name: artifact.name,
    sizes,
    unpack: (isWanted) => unzip(artifact, archive, ({ name }) => isWanted(name)),
  };
}

async function download(client: S3Client, { name, bucket, key }: JobArtifact): Promise<Uint8Array> {
  try {
    const { Body, ContentLength = 0 } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (ContentLength > MAX_ARCHIVE_BYTES)
      throw new ConfigurationError(
        `Artifact ${name} must have at most ${MAX_ARCHIVE_BYTES} bytes, got: ${ContentLength}`,
      );
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  } catch (error) {
    if ((error as Error).name !== 'NoSuchKey') throw error;
    throw new ReleaseError(`Artifact ${name} must be in bucket ${bucket}, got no ${key}`, { cause: error });
  }
}

function unzip(
  { name }: JobArtifact,
  archive: Uint8Array,
  filter: (file: { name: string; originalSize: number }) => boolean,
): Record<string, Uint8Array> {
  try {
    return unzipSync(archive, { filter });
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new ReleaseError(`Artifact ${name} must be a zip archive`, { cause: error });
  }
}
