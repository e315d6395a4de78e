import { createHash } from 'node:crypto';
import { lstat, readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { BuildArtifacts, ProjectArtifacts } from '@aws-sdk/client-codebuild';
import { uuidOf } from '../model';
import type { ArtifactFiles } from '../buildspec/model';
import { PhaseFailure, errorText } from './failure';
import type { RunningBuild } from './context';
import { checkBucket, customerKeyOf, s3Arn, s3Client } from './s3';
import { type SelectedFile, selectFiles } from './select-files';
import { type ZippedFile, zipFiles } from './zip';

/**
 * Uploads the artifacts that project or pipeline ask for, with the service role's permissions.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.artifacts
 * @throws PhaseFailure `CLIENT_ERROR`
 */
export async function uploadArtifacts(run: RunningBuild): Promise<void> {
  const { build, project } = run.record;
  const { artifacts } = run.buildspec;
  if (isRequested(project.artifacts)) {
    const files = artifacts?.primary;
    if (!files) throw new PhaseFailure('CLIENT_ERROR', 'No artifacts are defined in the buildspec');
    build.artifacts = await upload(run, project.artifacts, files);
  }
  const uploaded: BuildArtifacts[] = [];
  for (const target of project.secondaryArtifacts ?? []) {
    const identifier = target.artifactIdentifier ?? '';
    const files = artifacts?.secondary[identifier];
    if (!files)
      throw new PhaseFailure(
        'CLIENT_ERROR',
        `No definition for artifact identifier ${identifier} in secondary-artifacts of the buildspec; it defines: ${Object.keys(artifacts?.secondary ?? {}).join(', ') || 'none'}`,
      );
    uploaded.push(await upload(run, target, files));
  }
  if (uploaded.length > 0) build.secondaryArtifacts = uploaded;
}

/** A pipeline whose action has no output artifact gives no location. */
const isRequested = ({ type, location }: ProjectArtifacts): boolean =>
  type !== 'NO_ARTIFACTS' && Boolean(location);

async function upload(
  run: RunningBuild,
  target: ProjectArtifacts,
  files: ArtifactFiles,
): Promise<BuildArtifacts> {
  const { log, folders } = run;
  const found = await selectFiles(log, folders.primary, files, files.excludePaths);
  if (found.length === 0) throw new PhaseFailure('CLIENT_ERROR', 'no matching artifact paths found');
  const zipped = target.type === 'CODEPIPELINE' || target.packaging === 'ZIP';
  const key = await keyOf(run, target, files);
  const bucket = target.location ?? '';
  const { artifactIdentifier, encryptionDisabled } = target;
  try {
    await checkBucket(s3Client(run.identity), bucket);
    if (!zipped) {
      for (const file of found)
        await put(
          run,
          target,
          posix.join(key, file.name),
          await readFile(file.path),
          'application/octet-stream',
        );
      return { location: s3Arn({ bucket, key }), artifactIdentifier, encryptionDisabled };
    }
    const archive = await zipFiles(await Promise.all(found.map((file) => zippedFile(file, files))));
    await put(run, target, key, archive, 'application/zip');
    const digest = (algorithm: string) => createHash(algorithm).update(archive).digest('hex');
    const sums = { sha256sum: digest('sha256'), md5sum: digest('md5') };
    return { location: s3Arn({ bucket, key }), ...sums, artifactIdentifier, encryptionDisabled };
  } catch (error) {
    throw new PhaseFailure('CLIENT_ERROR', `Failed to upload artifacts: ${errorText(error)}`, {
      cause: error,
    });
  }
}

async function zippedFile(file: SelectedFile, { enableSymlinks }: ArtifactFiles): Promise<ZippedFile> {
  return { ...file, keepLink: enableSymlinks && (await lstat(file.path)).isSymbolicLink() };
}

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectArtifacts.html */
async function keyOf(run: RunningBuild, target: ProjectArtifacts, files: ArtifactFiles): Promise<string> {
  const { type, path = '', namespaceType, name = '', overrideArtifactName } = target;
  if (type === 'CODEPIPELINE') return posix.join(path, name);
  const chosen = overrideArtifactName && files.name ? await evaluate(run, files.name) : name;
  const own = chosen || run.record.project.name;
  const id = namespaceType === 'BUILD_ID' ? uuidOf(run.record.build) : '';
  return posix.join(path, id, own === '/' ? '' : own);
}

/** A name in the buildspec is shell text. https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.artifacts.name */
async function evaluate(run: RunningBuild, text: string): Promise<string> {
  const name = await run.shell.capture(`printf %s "${text.replaceAll('"', '\\"')}"`);
  if (!name) throw new PhaseFailure('CLIENT_ERROR', `The artifact name ${text} could not be evaluated`);
  return name;
}

async function put(
  run: RunningBuild,
  { location, encryptionDisabled }: ProjectArtifacts,
  Key: string,
  Body: Uint8Array,
  ContentType: string,
): Promise<void> {
  const SSEKMSKeyId = customerKeyOf(run.record.project);
  const encryption = encryptionDisabled ? {} : ({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId } as const);
  await s3Client(run.identity).send(
    new PutObjectCommand({ Bucket: location, Key, Body, ContentType, ...encryption }),
  );
}
