import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Buildspec } from '../buildspec/model';
import { parseBuildspec } from '../buildspec/parse';
import { PhaseFailure, errorText } from './failure';
import type { ProvisionedBuild } from './context';
import { parseS3Location, readObject, s3Client } from './s3';

/**
 * The build's buildspec: part of the project, an object in S3, or a file of the source.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec-ref-name-storage
 * @throws PhaseFailure `YAML_FILE_ERROR`
 */
export async function loadBuildspec(run: ProvisionedBuild): Promise<Buildspec> {
  const given = run.record.project.source.buildspec ?? '';
  return parseBuildspec(isInline(given) ? given : await readBuildspec(run, given || 'buildspec.yml'));
}

/** Whether a project's `buildspec` is the buildspec itself, not where it is. */
export const isInline = (given: string): boolean => given.includes('\n') || /^\s*[{]/.test(given);

async function readBuildspec(run: ProvisionedBuild, given: string): Promise<string> {
  if (given.startsWith('arn:')) return readFromS3(run, given);
  const path = join(run.folders.primary, given);
  run.log.write(`YAML location is ${path}`);
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'ENOENT' ? 'no such file or directory' : error.message;
    throw new PhaseFailure('YAML_FILE_ERROR', `stat ${path}: ${reason}`, { cause: error });
  });
}

async function readFromS3(run: ProvisionedBuild, arn: string): Promise<string> {
  run.log.write(`YAML location is ${arn}`);
  try {
    return Buffer.from(await readObject(s3Client(run.identity), parseS3Location(arn))).toString('utf8');
  } catch (error) {
    throw new PhaseFailure('YAML_FILE_ERROR', `Unable to download buildspec ${arn}: ${errorText(error)}`, {
      cause: error,
    });
  }
}
