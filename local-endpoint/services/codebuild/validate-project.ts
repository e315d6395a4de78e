import type { Project, ProjectArtifacts, ProjectSource } from '@aws-sdk/client-codebuild';
import { invalidInput, unsupportedInput } from './request';
import { isInline } from './run/load-buildspec';
import { validateEnvironment } from './validate-environment';

/** What both CodeBuild and this machine can build from. */
const SOURCES = ['CODEPIPELINE', 'S3', 'NO_SOURCE'];
const ARTIFACTS = ['CODEPIPELINE', 'S3', 'NO_ARTIFACTS'];

/** Why this machine cannot apply settings that CreateProject has. */
const UNSUPPORTED = {
  vpcConfig: 'its builds run in the network of this machine',
  fileSystemLocations: 'it mounts no file systems',
  buildBatchConfig: 'start each build by itself',
} as const;

/**
 * The rules that CodeBuild sets for a project.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html
 * @throws AwsError `InvalidInputException`
 */
export function validateProject(project: Project): void {
  checkName(project.name);
  checkSource(project.source, 'source');
  for (const source of project.secondarySources ?? []) checkSecondarySource(source);
  checkArtifacts(project.artifacts, 'artifacts');
  for (const artifacts of project.secondaryArtifacts ?? []) checkSecondaryArtifacts(artifacts);
  checkPipeline(project);
  validateEnvironment(project.environment);
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/.+/.test(project.serviceRole ?? ''))
    throw invalidInput(
      `Invalid service role: Service role ARN is not valid; got: ${project.serviceRole ?? 'none'}`,
    );
  checkMinutes('timeoutInMinutes', project.timeoutInMinutes, 5, 2160);
  checkMinutes('queuedTimeoutInMinutes', project.queuedTimeoutInMinutes, 5, 480);
  checkCache(project);
  checkUnsupported(project);
}

function checkName(name = ''): void {
  if (/^[A-Za-z0-9][A-Za-z0-9\-_]{1,149}$/.test(name)) return;
  throw invalidInput(
    `Project name must be 2 to 150 letters, digits, hyphens and underscores, the first a letter or digit; got: ${name}`,
  );
}

function checkSource(source: ProjectSource | undefined, where: string): void {
  const { type = '', location, buildspec = '' } = source ?? {};
  if (!SOURCES.includes(type))
    throw invalidInput(
      `${where}.type ${type || 'none'} is not supported by the local CodeBuild; it has ${SOURCES.join(', ')}`,
    );
  if (type === 'S3' && !/^[^/]+\/.*/.test(location ?? ''))
    throw invalidInput(
      `Invalid project source: location must be an S3 path, bucket/key; got: ${location ?? 'none'}`,
    );
  if (type === 'NO_SOURCE' && where === 'source' && !isInline(buildspec) && !buildspec.startsWith('arn:'))
    throw invalidInput(
      'Buildspec is required: a project without source must have its buildspec in the project or in S3',
    );
}

function checkSecondarySource(source: ProjectSource): void {
  checkSource(source, 'secondarySources');
  if (!/^[A-Za-z0-9_]{1,127}$/.test(source.sourceIdentifier ?? ''))
    throw invalidInput(
      `Invalid secondary source: sourceIdentifier must be letters, digits and underscores; got: ${source.sourceIdentifier ?? 'none'}`,
    );
}

function checkArtifacts(artifacts: ProjectArtifacts | undefined, where: string): void {
  const { type = '', location, packaging, namespaceType } = artifacts ?? {};
  if (!ARTIFACTS.includes(type))
    throw invalidInput(
      `Invalid project artifacts: ${where}.type must be one of ${ARTIFACTS.join(', ')}; got: ${type || 'none'}`,
    );
  if (type === 'S3' && !location)
    throw invalidInput(`Invalid project artifacts: ${where}.location must name a bucket`);
  if (packaging && !['NONE', 'ZIP'].includes(packaging))
    throw invalidInput(`Invalid project artifacts: packaging must be NONE or ZIP; got: ${packaging}`);
  if (namespaceType && !['NONE', 'BUILD_ID'].includes(namespaceType))
    throw invalidInput(
      `Invalid project artifacts: namespaceType must be NONE or BUILD_ID; got: ${namespaceType}`,
    );
}

function checkSecondaryArtifacts(artifacts: ProjectArtifacts): void {
  checkArtifacts(artifacts, 'secondaryArtifacts');
  if (!artifacts.artifactIdentifier)
    throw invalidInput('Invalid project artifacts: artifactIdentifier is required');
}

/** A pipeline gives a project its source and takes its artifacts, both or neither. */
function checkPipeline({ source, artifacts }: Project): void {
  if ((source?.type === 'CODEPIPELINE') === (artifacts?.type === 'CODEPIPELINE')) return;
  throw invalidInput(
    `Invalid artifacts: artifact type CODEPIPELINE requires source type CODEPIPELINE and the other way round; got: source ${source?.type}, artifacts ${artifacts?.type}`,
  );
}

function checkMinutes(name: string, minutes: number | undefined, min: number, max: number): void {
  if (minutes === undefined || (Number.isInteger(minutes) && minutes >= min && minutes <= max)) return;
  throw invalidInput(`Invalid ${name}: must be between ${min} and ${max}; got: ${minutes}`);
}

function checkCache({ cache }: Project): void {
  const { type = 'NO_CACHE', location } = cache ?? {};
  if (!['NO_CACHE', 'S3', 'LOCAL'].includes(type))
    throw invalidInput(`Invalid cache: type must be NO_CACHE, S3 or LOCAL; got: ${type}`);
  if (type === 'S3' && !location) throw invalidInput('Invalid cache: location is required for an S3 cache');
}

function checkUnsupported(project: Project): void {
  for (const [name, reason] of Object.entries(UNSUPPORTED)) {
    const value = project[name as keyof typeof UNSUPPORTED];
    if (value && (!Array.isArray(value) || value.length > 0)) throw unsupportedInput(name, reason);
  }
  if (project.logsConfig?.s3Logs?.status === 'ENABLED')
    throw unsupportedInput('logsConfig.s3Logs', 'it writes logs to CloudWatch Logs');
}
