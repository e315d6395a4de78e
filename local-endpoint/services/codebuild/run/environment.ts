import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { beforeShims } from '../../../kit/shims';
import type { ProvisionedBuild } from './context';
import { customerKeyOf } from './s3';

/**
 * The environment of a build's commands before variables of its own: what CodeBuild documents, the credentials of the
 * service role, and of this machine only PATH and, where npm runs this, its packages: what is there is not downloaded again.
 * `HOME`, always `/root` in AWS, is an empty folder.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 * @param programs a folder that comes first on PATH
 */
export function baseEnvironment(run: ProvisionedBuild, programs: string): Record<string, string> {
  const { identity, folders } = run;
  return {
    HOME: folders.home,
    PATH: [programs, ...machinePath()].join(delimiter),
    TMPDIR: join(folders.all, 'tmp'),
    ...(process.env.npm_config_cache && { npm_config_cache: process.env.npm_config_cache }),
    AWS_REGION: identity.region,
    AWS_DEFAULT_REGION: identity.region,
    AWS_ENDPOINT_URL: identity.endpoint,
    AWS_ACCESS_KEY_ID: identity.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: identity.credentials.secretAccessKey,
    ...(identity.credentials.sessionToken && { AWS_SESSION_TOKEN: identity.credentials.sessionToken }),
  };
}

/**
 * The variables that CodeBuild sets, without those of webhooks, which start nothing here.
 * @param sources folder by identifier of the secondary sources
 */
export function buildVariables(
  run: ProvisionedBuild,
  sources: ReadonlyMap<string, string>,
): Record<string, string> {
  const { build, project } = run.record;
  const { resolvedSourceVersion } = build;
  return {
    CI: 'true',
    CODEBUILD_CI: 'true',
    CODEBUILD_BUILD_ID: build.id,
    CODEBUILD_BUILD_ARN: build.arn,
    CODEBUILD_BUILD_IMAGE: project.environment.image ?? '',
    CODEBUILD_BUILD_NUMBER: String(build.buildNumber),
    CODEBUILD_BUILD_URL: build.logs.deepLink ?? '',
    CODEBUILD_INITIATOR: build.initiator,
    CODEBUILD_KMS_KEY_ID: customerKeyOf(project) ?? '',
    CODEBUILD_PROJECT_ARN: project.arn,
    CODEBUILD_PUBLIC_BUILD_URL: '',
    CODEBUILD_SRC_DIR: run.folders.primary,
    ...Object.fromEntries([...sources].map(([name, folder]) => [`CODEBUILD_SRC_DIR_${name}`, folder])),
    CODEBUILD_SOURCE_REPO_URL: project.source.type === 'S3' ? `s3://${project.source.location}` : '',
    CODEBUILD_SOURCE_VERSION: build.sourceVersion ?? '',
    ...(resolvedSourceVersion && { CODEBUILD_RESOLVED_SOURCE_VERSION: resolvedSourceVersion }),
    CODEBUILD_START_TIME: String(build.startTime.getTime()),
    ...(build.logs.streamName && { CODEBUILD_LOG_PATH: build.logs.streamName }),
  };
}

/** Where this machine's programs are, without what npm puts there for its scripts, and with those beside moto. */
function machinePath(): string[] {
  const folders = beforeShims(process.env.PATH ?? '').split(delimiter);
  const own = folders.filter((folder) => folder !== '' && !folder.includes('node_modules'));
  const python = resolve('.venv/bin');
  return existsSync(python) ? [...own, python] : own;
}
