import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { ProjectSource } from '@aws-sdk/client-codebuild';
import { PhaseFailure, errorText } from './failure';
import type { ProvisionedBuild } from './context';
import { parseS3Location, readObject, type S3Location, s3Arn, s3Client } from './s3';
import { unzipInto } from './zip';

/**
 * Downloads the sources into their folders, with the service role's permissions.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/sample-multi-in-out.html
 * @returns folder by source identifier, of the secondary sources
 * @throws PhaseFailure `CLIENT_ERROR` where one cannot be downloaded
 */
export async function fetchSources(run: ProvisionedBuild): Promise<ReadonlyMap<string, string>> {
  const { build, project } = run.record;
  await fetchSource(run, project.source, build.sourceVersion, run.folders.primary);
  const folders = new Map<string, string>();
  for (const source of project.secondarySources ?? []) {
    const identifier = source.sourceIdentifier ?? '';
    const folder = join(run.folders.sources, identifier);
    const version = build.secondarySourceVersions?.find((one) => one.sourceIdentifier === identifier);
    await fetchSource(run, source, version?.sourceVersion, folder);
    folders.set(identifier, folder);
  }
  return folders;
}

async function fetchSource(
  run: ProvisionedBuild,
  source: ProjectSource,
  version: string | undefined,
  folder: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (source.type === 'NO_SOURCE') return;
  const fromPipeline = source.type === 'CODEPIPELINE';
  const location = parseS3Location((fromPipeline ? version : source.location) ?? '');
  const s3 = s3Client(run.identity);
  try {
    if (location.key === '' || location.key.endsWith('/')) await copyFolder(s3, location, folder);
    else await unzipInto(await readObject(s3, location, fromPipeline ? undefined : version), folder);
  } catch (error) {
    throw new PhaseFailure(
      'CLIENT_ERROR',
      `Unable to download source ${s3Arn(location)}: ${errorText(error)}`,
      {
        cause: error,
      },
    );
  }
}

async function copyFolder(s3: S3Client, { bucket, key }: S3Location, folder: string): Promise<void> {
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key, ContinuationToken }));
    for (const { Key = '' } of page.Contents ?? []) {
      if (Key.endsWith('/')) continue;
      const path = join(folder, relative(key, Key));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, await readObject(s3, { bucket, key: Key }));
    }
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
}
