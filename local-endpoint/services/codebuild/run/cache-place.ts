import { posix } from 'node:path';
import type { StoredProject } from '../stored-project';
import { placeOf, type S3Place } from './s3';

/** Where a project's cache is; each project has one. @returns undefined where it has none in S3 */
export function cachePlace({ cache, name }: Pick<StoredProject, 'cache' | 'name'>): S3Place | undefined {
  if (cache.type !== 'S3') return undefined;
  const { bucket, key } = placeOf(cache.location ?? '');
  return { bucket, key: posix.join(key, name) };
}
