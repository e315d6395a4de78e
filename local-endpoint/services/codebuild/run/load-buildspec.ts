import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Buildspec } from '../buildspec/model';
import { parseBuildspec } from '../buildspec/parse';
import { PhaseFailure, quoted } from './failure';
import type { Provisioned } from './run';
import { placeOf, readObject, s3Client } from './s3';

/**
 * The build's buildspec: written into the project, in S3, or a file of the source.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec-ref-name-storage
 * @throws PhaseFailure `YAML_FILE_ERROR`
 */
export async function loadBuildspec(run: Provisioned): Promise<Buildspec> {
  const given = run.record.project.source.buildspec ?? '';
  return parseBuildspec(isInline(given) ? given : await readSpec(run, given || 'buildspec.yml'));
}

/** Whether a project's `buildspec` is the buildspec itself and not the place where it is. */
export const isInline = (given: string): boolean => given.includes('\n') || /^\s*[{]/.test(given);

async function readSpec(run: Provisioned, given: string): Promise<string> {
  if (given.startsWith('arn:')) return readFromS3(run, given);
  const path = join(run.folders.primary, given);
  run.log.write(`YAML location is ${path}`);
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'ENOENT' ? 'no such file or directory' : error.message;
    throw new PhaseFailure('YAML_FILE_ERROR', `stat ${path}: ${reason}`, { cause: error });
  });
}

async function readFromS3(run: Provisioned, arn: string): Promise<string> {
  run.log.write(`YAML location is ${arn}`);
  try {
    return Buffer.from(await readObject(s3Client(run.identity), placeOf(arn))).toString('utf8');
  } catch (error) {
    throw new PhaseFailure('YAML_FILE_ERROR', `Unable to download buildspec ${arn}: ${quoted(error)}`, {
      cause: error,
    });
  }
}
