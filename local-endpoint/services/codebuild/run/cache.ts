import { cp } from 'node:fs/promises';
import { isAbsolute, join, posix } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { errorText } from './failure';
import type { RunningBuild } from './context';
import { cacheLocation, customerKeyOf, readObject, s3Arn, s3Client, type S3Location } from './s3';
import { selectFiles } from './select-files';
import { unzipInto, zipFiles } from './zip';

/** What `HOME` is in AWS, and so in the paths of a cache. */
const AWS_HOME = '/root/';

/** The folders that a cache may hold files of, which are others in every build; they are top folders of the archive. */
type CachedFolder = 'source' | 'home';

/**
 * Restores what an earlier build kept in S3. A build does not fail because of its cache.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/caching-s3.html
 */
export async function restoreCache(run: RunningBuild): Promise<void> {
  const location = cacheOf(run);
  if (!location) return;
  try {
    const archive = await readObject(s3Client(run.identity), location);
    await unzipInto(archive, join(run.folders.all, 'cache'));
    for (const folder of ['source', 'home'] as const) await restoreFolder(run, folder);
    run.log.write(`Downloaded S3 cache ${s3Arn(location)}`);
  } catch (error) {
    run.log.show(`Unable to download cache: ${errorText(error)}`);
  }
}

/** Uploads the buildspec's cache paths for later builds. */
export async function saveCache(run: RunningBuild): Promise<void> {
  const location = cacheOf(run);
  if (!location) return;
  const files = (
    await Promise.all((['source', 'home'] as const).map((folder) => filesOf(run, folder)))
  ).flat();
  if (files.length === 0) return;
  const SSEKMSKeyId = customerKeyOf(run.record.project);
  try {
    await s3Client(run.identity).send(
      new PutObjectCommand({
        Bucket: location.bucket,
        Key: location.key,
        Body: await zipFiles(files),
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId,
      }),
    );
    run.log.write(`Uploaded S3 cache ${s3Arn(location)}: ${files.length} file(s)`);
  } catch (error) {
    run.log.show(`Unable to upload cache: ${errorText(error)}`);
  }
}

/** @returns undefined where the build uses no cache */
function cacheOf({ record: { project }, buildspec, log }: RunningBuild): S3Location | undefined {
  if (project.cache.type === 'LOCAL')
    log.write('Local caches are off: the local CodeBuild begins each build in an empty folder');
  const location = cacheLocation(project);
  if (!location || buildspec.cachePaths.length > 0) return location;
  log.write('Unable to initialize cache: no paths specified to be cached');
  return undefined;
}

async function filesOf(
  run: RunningBuild,
  folder: CachedFolder,
): Promise<{ name: string; path: string; keepLink: boolean }[]> {
  const files = run.buildspec.cachePaths.flatMap((path) => {
    if (path.startsWith(AWS_HOME)) return folder === 'home' ? [path.slice(AWS_HOME.length)] : [];
    if (!isAbsolute(path)) return folder === 'source' ? [path] : [];
    if (folder === 'source')
      run.log.show(`Skipping cache path ${path}: it is neither in the source nor in /root`);
    return [];
  });
  if (files.length === 0) return [];
  const found = await selectFiles(run.log, pathOf(run, folder), {
    files,
    baseDirectory: '.',
    discardPaths: false,
  });
  return found.map(({ name, path }) => ({ name: posix.join(folder, name), path, keepLink: false }));
}

async function restoreFolder(run: RunningBuild, folder: CachedFolder): Promise<void> {
  const from = join(run.folders.all, 'cache', folder);
  await cp(from, pathOf(run, folder), { recursive: true, force: false }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error; // the cache has no files of this folder
    },
  );
}

const pathOf = ({ folders }: RunningBuild, folder: CachedFolder): string =>
  folder === 'home' ? folders.home : folders.primary;
