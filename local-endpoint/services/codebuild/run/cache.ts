import { cp } from 'node:fs/promises';
import { isAbsolute, join, posix } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { cachePlace } from './cache-place';
import { kmsKeyOf } from './encryption';
import { quoted } from './failure';
import type { Run } from './run';
import { readObject, s3Arn, s3Client, type S3Place } from './s3';
import { selectFiles } from './select-files';
import { unzipInto, zipFiles } from './zip';

/** What `HOME` is in AWS, and so in the paths of a cache. */
const AWS_HOME = '/root/';

/** Folders that a cache may hold files of: in the archive they begin with this, so that another build finds its own. */
type Part = 'source' | 'home';

/**
 * Brings back what an earlier build kept in S3. A build does not fail for its cache.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/caching-s3.html
 */
export async function restoreCache(run: Run): Promise<void> {
  const place = cacheOf(run);
  if (!place) return;
  try {
    const archive = await readObject(s3Client(run.identity), place);
    await unzipInto(archive, join(run.folders.all, 'cache'));
    for (const part of ['source', 'home'] as const) await bringBack(run, part);
    run.log.write(`Downloaded S3 cache ${s3Arn(place)}`);
  } catch (error) {
    run.log.tell(`Unable to download cache: ${quoted(error)}`);
  }
}

/** Keeps what the buildspec's cache paths name for later builds. */
export async function saveCache(run: Run): Promise<void> {
  const place = cacheOf(run);
  if (!place) return;
  const files = (await Promise.all((['source', 'home'] as const).map((part) => filesOf(run, part)))).flat();
  if (files.length === 0) return;
  const SSEKMSKeyId = kmsKeyOf(run);
  try {
    await s3Client(run.identity).send(
      new PutObjectCommand({
        Bucket: place.bucket,
        Key: place.key,
        Body: await zipFiles(files),
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId,
      }),
    );
    run.log.write(`Uploaded S3 cache ${s3Arn(place)}: ${files.length} file(s)`);
  } catch (error) {
    run.log.tell(`Unable to upload cache: ${quoted(error)}`);
  }
}

/** @returns undefined where there is nothing to keep */
function cacheOf({ record: { project }, buildspec, log }: Run): S3Place | undefined {
  if (project.cache.type === 'LOCAL')
    log.write('Local caches are off: the local CodeBuild begins each build in an empty folder');
  const place = cachePlace(project);
  if (!place || buildspec.cachePaths.length > 0) return place;
  log.write('Unable to initialize cache: no paths specified to be cached');
  return undefined;
}

async function filesOf(run: Run, part: Part): Promise<{ name: string; path: string; keepLink: boolean }[]> {
  const files = run.buildspec.cachePaths.flatMap((path) => {
    if (path.startsWith(AWS_HOME)) return part === 'home' ? [path.slice(AWS_HOME.length)] : [];
    if (!isAbsolute(path)) return part === 'source' ? [path] : [];
    if (part === 'source')
      run.log.tell(`Skipping cache path ${path}: it is neither in the source nor in /root`);
    return [];
  });
  if (files.length === 0) return [];
  const folder = part === 'home' ? run.folders.home : run.folders.primary;
  const found = await selectFiles(run.log, folder, { files, baseDirectory: '.', discardPaths: false });
  return found.map(({ name, path }) => ({ name: posix.join(part, name), path, keepLink: false }));
}

async function bringBack(run: Run, part: Part): Promise<void> {
  const from = join(run.folders.all, 'cache', part);
  const to = part === 'home' ? run.folders.home : run.folders.primary;
  await cp(from, to, { recursive: true, force: false }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error; // this part of the cache is empty
  });
}
