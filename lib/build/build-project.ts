import { type CfnResource, Validations } from 'aws-cdk-lib';
import { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import {
  artifactBucketName,
  buildName,
  checkName,
  keyAlias,
  pipelineName,
  type PipelineIdentity,
} from '../../handlers/contract/names';
import { Arns } from '../pipeline/arns';
import { artifactFolder } from '../pipeline/artifact-folder';
import { removalPolicy } from '../removal';
import type { Environment } from '../config/model';
import { buildLogGroupName, buildRole } from './build-role';
import type { CommitBuild, CommitChecks } from './commit-build';
import { variableName } from './config/variable-name';
import { dockerBuildspec } from './docker-buildspec';
import { buildEnvironment, isManaged } from './environment';
import type { Build, BuildSettings, Check } from './config/model';

/**
 * The CodeBuild projects of a pipeline's build and checks, with their log groups and their one role.
 * @returns what must be there before the pipeline, which starts as soon as it is made
 */
export function buildProjects(scope: Construct, commitBuild: CommitBuild): CfnResource[] {
  const { identity, build } = commitBuild;
  return makeProjects(scope, commitBuild, build, [
    ...commitBuild.checks.map((check) => checkProject(check, identity)),
    {
      id: 'Build',
      name: buildName(identity),
      description: `Builds the images of pipeline ${pipelineName(identity)}`,
      settings: build,
      buildspec: build.buildspec ?? dockerBuildspec(commitBuild),
      variables: { ...known(identity), ...repositories(commitBuild) },
    },
  ]);
}

/**
 * The CodeBuild projects of a pipeline's checks alone, with their log groups and their one role.
 * @returns what must be there before the pipeline; nothing where it has no checks
 */
export function checkProjects(scope: Construct, commitChecks: CommitChecks): CfnResource[] {
  const { identity, checks } = commitChecks;
  if (checks.length === 0) return [];
  return makeProjects(
    scope,
    commitChecks,
    undefined,
    checks.map((check) => checkProject(check, identity)),
  );
}

function makeProjects(
  scope: Construct,
  { identity, environment, checks }: CommitChecks,
  build: Build | undefined,
  projects: readonly Project[],
): CfnResource[] {
  const arns = new Arns(environment);
  const names = projects.map(({ name }) => name);
  const role = buildRole(scope, { identity, environment, checks, build, arns, projects: names });
  return projects.map((project) => buildProject(scope, { project, environment, identity, arns, role }));
}

function checkProject(check: Check, identity: PipelineIdentity): Project {
  return {
    id: `Check-${check.name}`,
    name: checkName(identity, check.name),
    description: `Checks commits for pipeline ${pipelineName(identity)}: ${check.name}`,
    settings: check,
    buildspec: check.buildspec,
    variables: known(identity),
  };
}

/** The variables of every project. */
const known = ({ pipeline, environment }: PipelineIdentity) => ({
  PIPELINE: pipeline,
  ENVIRONMENT: environment,
});

interface Project {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly settings: BuildSettings;
  /** A path in the repository, or a whole buildspec. */
  readonly buildspec: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Where the images of each container are pushed to, as `<CONTAINER>_REPOSITORY_URI`. */
function repositories({ build, environment }: CommitBuild): Record<string, string> {
  return Object.fromEntries(
    build.images.map(({ container, repository }) => [
      `${variableName(container)}_REPOSITORY_URI`,
      new Arns(environment).repositoryUri(repository),
    ]),
  );
}

interface BuildProjectProps {
  readonly project: Project;
  readonly environment: Environment;
  readonly identity: PipelineIdentity;
  readonly arns: Arns;
  readonly role: CfnRole;
}

function buildProject(
  scope: Construct,
  { project, environment, identity, arns, role }: BuildProjectProps,
): CfnProject {
  const { id, name, description, settings, buildspec, variables } = project;
  const logGroup = new CfnLogGroup(scope, `${id}LogGroup`, {
    logGroupName: buildLogGroupName(name),
    retentionInDays: environment.logRetentionDays,
  });
  logGroup.applyRemovalPolicy(removalPolicy(environment.retain));
  const made = new CfnProject(scope, `${id}Project`, {
    name,
    description,
    serviceRole: role.attrArn,
    source: { type: 'CODEPIPELINE', buildSpec: buildspec },
    artifacts: { type: 'CODEPIPELINE' },
    environment: buildEnvironment(settings, variables),
    cache: cache(settings, environment, identity, name),
    encryptionKey: arns.keyAlias(keyAlias(identity.prefix, environment.name)),
    logsConfig: { cloudWatchLogs: { status: 'ENABLED', groupName: logGroup.ref } },
    timeoutInMinutes: settings.timeoutMinutes,
    queuedTimeoutInMinutes: settings.queuedTimeoutMinutes,
  });
  explain(made, settings);
  return made;
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-caching.html */
function cache(
  settings: BuildSettings,
  { name, account, region }: Environment,
  identity: PipelineIdentity,
  project: string,
): CfnProject.ProjectCacheProperty {
  switch (settings.cache) {
    case 'none':
      return { type: 'NO_CACHE' };
    case 'local':
      return {
        type: 'LOCAL',
        modes: ['LOCAL_CUSTOM_CACHE', ...(settings.privileged ? ['LOCAL_DOCKER_LAYER_CACHE'] : [])],
      };
    case 's3': {
      const bucket = artifactBucketName(identity.prefix, name, account, region);
      return { type: 'S3', location: `${bucket}/${artifactFolder(pipelineName(identity))}/cache/${project}` };
    }
  }
}

/** Why the project differs from what AwsSolutions recommends, where the config asks for it. */
function explain(project: CfnProject, { privileged, image }: BuildSettings): void {
  if (privileged)
    Validations.of(project).acknowledge({
      id: 'AwsSolutions-CB3',
      reason: 'It builds images with docker, which needs a privileged container',
    });
  if (!isManaged(image))
    Validations.of(project).acknowledge({
      id: 'AwsSolutions-CB5',
      reason: 'The config names an image of its own for this build',
    });
}
