import { randomBytes } from 'node:crypto';
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  type Tag,
} from '@aws-sdk/client-s3';
import type { ArtifactStore } from '@aws-sdk/client-codepipeline';
import type { AwsIdentity } from '../../../kit/aws';
import type { WithRequired } from '../../../kit/validate';
import type { ActionRun, StoredArtifact, Structure } from '../model';
import { ActionFailure, type ArtifactAccess } from '../providers/provider';
import { readVersioning, readObjectTags } from './bucket';
import { isDenied } from './failure';

/** Letters and digits of which a key's random part is made. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The artifact store as the role of an action may use it. */
export function artifactAccess(
  run: ActionRun,
  region: string,
  identity: () => Promise<AwsIdentity>,
): ArtifactAccess {
  const { structure, artifacts } = run.execution;
  const store = artifactStore(structure, region);
  let client: S3Client | undefined;
  const s3 = async () => (client ??= new S3Client({ ...(await identity()), forcePathStyle: true }));
  const reserve = (name: string, keepsTags = false): StoredArtifact => {
    const reserved = { name, bucket: store.location, key: artifactKey(structure.name, name), keepsTags };
    run.outputArtifacts.push(reserved);
    return reserved;
  };
  return {
    s3,
    reserve: (name) => reserve(name),
    async read(name) {
      const artifact = artifacts.get(name);
      if (!artifact)
        throw new ActionFailure(
          'ConfigurationError',
          `The input artifact ${name} was not produced by any action.`,
        );
      return readArtifact(await s3(), artifact);
    },
    async write(name, bytes, tags) {
      const { bucket, key } = reserve(name, tags !== undefined);
      await readVersioning(await s3(), bucket);
      await (await s3()).send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: bytes,
          ContentType: 'application/zip',
          ACL: 'bucket-owner-full-control',
          Tagging: tags && asQuery(tags),
          ServerSideEncryption: 'aws:kms',
          SSEKMSKeyId: store.encryptionKey?.id,
        }),
      );
    },
  };
}

/** The artifact store of a pipeline in one region. */
export function artifactStore(structure: Structure, region: string): WithRequired<ArtifactStore, 'location'> {
  const store = structure.artifactStore ?? structure.artifactStores?.[region];
  if (!store?.location)
    throw new ActionFailure('ConfigurationError', `The pipeline has no artifact store in ${region}.`);
  return { ...store, location: store.location };
}

/**
 * Where an artifact goes in the store: pipeline and artifact name are cut short.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/troubleshooting.html#troubleshooting-truncated-artifacts
 */
function artifactKey(pipeline: string, artifact: string): string {
  const random = Array.from(randomBytes(7), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return `${pipeline.slice(0, 20)}/${artifact.slice(0, 10)}/${random}`;
}

/** Tags as S3's header has them. */
const asQuery = (tags: readonly Tag[]): string =>
  new URLSearchParams(tags.map(({ Key = '', Value = '' }): [string, string] => [Key, Value])).toString();

async function readArtifact(s3: S3Client, { bucket, key, keepsTags }: StoredArtifact): Promise<Uint8Array> {
  try {
    const { VersionId: version } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    if (keepsTags) await readObjectTags(s3, bucket, key, version);
    const { Body: body } = await s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: version }),
    );
    return (await body?.transformToByteArray()) ?? new Uint8Array();
  } catch (error) {
    if (!isDenied(error)) throw error;
    const location = `Amazon S3 object key '${key}' located in the Amazon S3 artifact bucket '${bucket}'`;
    const message = `Unable to access the artifact with ${location}. The provided role does not have sufficient permissions.`;
    throw new ActionFailure('PermissionError', message, { cause: error });
  }
}
