import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import {
  artifactBucketName,
  buildName,
  type PipelineIdentity,
  artifactFolder,
  verifyName,
} from '../../handlers/contract/names';
import type { Environment } from '../config/model';
import type { Arns } from '../pipeline/arns';
import type { Grant } from '../pipeline/grant';
import { inlineRole } from '../pipeline/role';
import { writeLogs } from './build-logs';
import { useCache } from './cache';
import { checkRoleName } from './config/names';
import { promotionGrants } from './promotion';
import type { Build } from './config/model';
import type { Project } from './project';
import { registryGrants } from './registry-grants';
import { readBuildParameters, readSecrets } from './variable-grants';

export interface BuildRoleProps {
  readonly identity: PipelineIdentity;
  readonly environment: Environment;
  /** The name of the pipeline whose artifacts it works with. */
  readonly pipeline: string;
  readonly arns: Arns;
  /** The CodeBuild projects that work with it. */
  readonly projects: readonly Pick<Project, 'name' | 'settings'>[];
}

/**
 * The role of a pipeline's build, which pushes images, or reads those that another environment released. The environment's
 * key it may use by the key's own policy.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
 */
export function buildRole(scope: Construct, props: BuildRoleProps, build: Build): CfnRole {
  const { identity, arns } = props;
  const { images, promote } = build;
  return role(scope, 'BuildRole', buildName(identity), props, [
    exchangeArtifacts(props),
    ...registryGrants(promote ? [] : images, props.projects, props.arns),
    ...(promote ? promotionGrants(build, { ...identity, environment: promote }, arns) : []),
    ...readVariables(props),
    ...cache(props),
  ]);
}

/**
 * The role of a pipeline's checks: without push, and with no secret or cache but what the config gives a check itself. They
 * run the same commit as the build, so that this is no boundary against who may commit; it bounds what goes wrong in a
 * test, or in one of the many packages that tests use.
 */
export const checkRole = (scope: Construct, props: BuildRoleProps): CfnRole =>
  role(scope, 'CheckRole', checkRoleName(props.identity), props, grantsOfChecks(props));

/**
 * The role of what verifies a pipeline's releases: that of checks, and what it needs to try what is deployed.
 * @param grants the latter
 */
export const verifyRole = (scope: Construct, props: BuildRoleProps, grants: readonly Grant[]): CfnRole =>
  role(scope, 'VerifyRole', verifyName(props.identity), props, [...grantsOfChecks(props), ...grants]);

const grantsOfChecks = (props: BuildRoleProps): Grant[] => [
  readArtifacts(props),
  ...registryGrants([], props.projects, props.arns),
  ...readVariables(props),
  ...cache(props),
];

/**
 * The role of checks and builds of pull requests, which are anyone's code: it reads the commit and the images that they run
 * in, and writes logs and reports.
 */
export const pullRequestBuildRole = (scope: Construct, props: BuildRoleProps): CfnRole =>
  role(scope, 'BuildRole', buildName(props.identity), props, [
    readArtifacts(props),
    ...registryGrants([], props.projects, props.arns),
  ]);

function role(
  scope: Construct,
  id: string,
  roleName: string,
  { environment, projects, arns }: BuildRoleProps,
  grants: readonly Grant[],
): CfnRole {
  const names = projects.map(({ name }) => name);
  return inlineRole(scope, id, {
    roleName,
    trusts: [
      {
        principal: { Service: 'codebuild.amazonaws.com' },
        conditions: { StringEquals: { 'aws:SourceAccount': environment.account } },
      },
    ],
    grants: [writeLogs(names, arns), report(names, arns), ...grants],
  });
}

const exchangeArtifacts = (props: BuildRoleProps): Grant => {
  const { actions, ...rest } = readArtifacts(props);
  return { actions: [...actions, 's3:PutObject'], ...rest };
};

function readArtifacts({ identity, environment, pipeline, arns }: BuildRoleProps): Grant {
  const bucket = bucketOf(identity, environment);
  return {
    actions: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetObject', 's3:GetObjectVersion'],
    resources: [arns.bucket(bucket), arns.object(bucket, `${artifactFolder(pipeline)}/*`)],
    because: 'CodePipeline makes up the names of artifacts; this is the folder it keeps for the pipeline',
  };
}

const cache = ({ identity, environment, projects, arns }: BuildRoleProps): Grant[] =>
  useCache(projects, bucketOf(identity, environment), arns);

const bucketOf = ({ prefix }: PipelineIdentity, { name, account, region }: Environment): string =>
  artifactBucketName(prefix, name, account, region);

/** https://docs.aws.amazon.com/codebuild/latest/userguide/test-permissions.html */
function report(projects: readonly string[], arns: Arns): Grant {
  return {
    actions: [
      'codebuild:BatchPutCodeCoverages',
      'codebuild:BatchPutTestCases',
      'codebuild:CreateReport',
      'codebuild:CreateReportGroup',
      'codebuild:UpdateReport',
    ],
    resources: projects.map((project) => arns.reportGroups(project)),
    because: "A buildspec names its report groups; CodeBuild puts the project's name before",
  };
}

function readVariables({ projects, arns }: BuildRoleProps): Grant[] {
  const variables = projects.flatMap(({ settings }) => settings.variables);
  return [...readBuildParameters(variables, arns), ...readSecrets(variables, arns)];
}
