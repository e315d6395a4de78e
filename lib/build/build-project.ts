import { type CfnResource, Validations } from 'aws-cdk-lib';
import { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import type { CfnRole } from 'aws-cdk-lib/aws-iam';
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
import { createLogGroup, logKey } from '../log-group';
import type { Environment } from '../config/model';
import { buildLogGroupName } from './build-logs';
import { buildRole, type BuildRoleProps, checkRole } from './build-role';
import { projectCache } from './cache';
import type { Project } from './project';
import type { CommitBuild, CommitChecks } from './commit-build';
import { variableName } from './config/variable-name';
import { dockerBuildspec } from './docker-buildspec';
import { buildEnvironment, isManaged } from './environment';
import { promotionBuildspec } from './promotion';
import type { Build, BuildSettings, BuiltImage } from './config/model';

/**
 * The CodeBuild projects of a pipeline's build and checks, with their log groups, and a role each for build and checks.
 * @returns what must be there before the pipeline, which starts as soon as it is made
 */
export function buildProjects(scope: Construct, commitBuild: CommitBuild): CfnResource[] {
  const { identity, environment, build } = commitBuild;
  const project: Project = {
    id: 'Build',
    name: buildName(identity),
    description: describeBuild(build, pipelineName(identity)),
    settings: build,
    buildspec: build.promote
      ? promotionBuildspec(commitBuild)
      : (build.buildspec ?? dockerBuildspec(commitBuild)),
    variables: { ...known(identity), ...repositoryVariables(build.images, environment) },
  };
  return [
    ...checkProjects(scope, commitBuild),
    ...makeProjects(scope, commitBuild, [project], (props) => buildRole(scope, props, build)),
  ];
}

function describeBuild({ promote, images }: Build, pipeline: string): string {
  if (promote !== undefined) return `Takes the images that ${promote} released for pipeline ${pipeline}`;
  return images.length > 0
    ? `Builds the images of pipeline ${pipeline}`
    : `Builds what pipeline ${pipeline} releases`;
}

/**
 * The CodeBuild projects of a pipeline's checks alone, with their log groups and their one role.
 * @returns what must be there before the pipeline; nothing where it has no checks
 */
export function checkProjects(scope: Construct, commitChecks: CommitChecks): CfnResource[] {
  const { identity, checks } = commitChecks;
  if (checks.length === 0) return [];
  const projects = checks.map(
    (check): Project => ({
      id: `Check-${check.name}`,
      name: checkName(identity, check.name),
      description: `Checks commits for pipeline ${pipelineName(identity)}: ${check.name}`,
      settings: check,
      buildspec: check.buildspec,
      variables: known(identity),
    }),
  );
  return makeProjects(scope, commitChecks, projects, (props) => checkRole(scope, props));
}

function makeProjects(
  scope: Construct,
  { identity, environment }: CommitChecks,
  projects: readonly Project[],
  roleOf: (props: BuildRoleProps) => CfnRole,
): CfnResource[] {
  const arns = Arns.of(environment);
  const role = roleOf({ identity, environment, pipeline: pipelineName(identity), arns, projects });
  return projects.map((project) => makeProject(scope, { project, environment, identity, arns, role }));
}

/** The variables of every project. */
export const known = ({ pipeline, environment }: PipelineIdentity) => ({
  PIPELINE: pipeline,
  ENVIRONMENT: environment,
});

/** Where the images of each container are pushed to, as `<CONTAINER>_REPOSITORY_URI`. */
export const repositoryVariables = (
  images: readonly BuiltImage[],
  environment: Environment,
): Record<string, string> =>
  Object.fromEntries(
    images.map(({ container, repository }) => [
      `${variableName(container)}_REPOSITORY_URI`,
      Arns.of(environment).repositoryUri(repository),
    ]),
  );

export interface MakeProjectProps {
  readonly project: Project;
  readonly environment: Environment;
  readonly identity: PipelineIdentity;
  readonly arns: Arns;
  readonly role: CfnRole;
}

/** The project with its log group. */
export function makeProject(
  scope: Construct,
  { project, environment, identity, arns, role }: MakeProjectProps,
): CfnProject {
  const { id, name, description, settings, buildspec, variables } = project;
  const bucket = artifactBucketName(
    identity.prefix,
    environment.name,
    environment.account,
    environment.region,
  );
  const logGroup = createLogGroup(scope, `${id}LogGroup`, {
    name: buildLogGroupName(name),
    environment,
    keyArn: logKey(scope, identity.prefix, environment),
  });
  const made = new CfnProject(scope, `${id}Project`, {
    name,
    description,
    serviceRole: role.attrArn,
    source: { type: 'CODEPIPELINE', buildSpec: buildspec },
    artifacts: { type: 'CODEPIPELINE' },
    environment: buildEnvironment(settings, variables),
    cache: projectCache(project, bucket),
    encryptionKey: arns.keyAlias(keyAlias(identity.prefix, environment.name)),
    logsConfig: { cloudWatchLogs: { status: 'ENABLED', groupName: logGroup.ref } },
    timeoutInMinutes: settings.timeoutMinutes,
    queuedTimeoutInMinutes: settings.queuedTimeoutMinutes,
  });
  explain(made, settings);
  return made;
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
