import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import {
  artifactBucketName,
  buildName,
  type PipelineIdentity,
  artifactFolder,
} from '../../handlers/contract/names';
import type { Environment } from '../config/model';
import type { Arns } from '../pipeline/arns';
import type { Grant } from '../pipeline/grant';
import { inlineRole } from '../pipeline/role';
import { useCache } from './cache';
import { checkRoleName } from './config/names';
import { registryRepository } from './environment';
import { promotionGrants } from './promotion';
import type { Build, BuildSettings, BuildVariable, BuiltImage } from './config/model';

export interface BuildRoleProps {
  readonly identity: PipelineIdentity;
  readonly environment: Environment;
  /** The name of the pipeline whose artifacts it works with. */
  readonly pipeline: string;
  readonly arns: Arns;
  /** The CodeBuild projects that work with it. */
  readonly projects: readonly BuildRoleProject[];
}

/** A CodeBuild project whose builds work with a role. */
export interface BuildRoleProject {
  readonly name: string;
  readonly settings: BuildSettings;
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
    ...registry(promote ? [] : images, props),
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
  role(scope, 'CheckRole', checkRoleName(props.identity), props, [
    readArtifacts(props),
    ...registry([], props),
    ...readVariables(props),
    ...cache(props),
  ]);

/**
 * The role of checks and builds of pull requests, which are anyone's code: it reads the commit and the images that they run
 * in, and writes logs and reports.
 */
export const pullRequestBuildRole = (scope: Construct, props: BuildRoleProps): CfnRole =>
  role(scope, 'BuildRole', buildName(props.identity), props, [readArtifacts(props), ...registry([], props)]);

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

/** To write the logs of these projects. */
export function writeLogs(projects: readonly string[], arns: Arns): Grant {
  return {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: projects.map((project) => arns.logStreams(buildLogGroupName(project))),
    because: 'CodeBuild makes up the names of the log streams',
  };
}

/** The log group of a project's builds. */
export const buildLogGroupName = (project: string): string => `/aws/codebuild/${project}`;

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

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html */
function registry(images: readonly BuiltImage[], { projects, arns }: BuildRoleProps): Grant[] {
  const pushed = [...new Set(images.map(({ repository }) => arns.repository(repository)))];
  const pulled = [...new Set(projects.flatMap(({ settings }) => registryRepository(settings.image) ?? []))];
  if (pushed.length + pulled.length === 0) return [];
  return [
    {
      actions: ['ecr:GetAuthorizationToken'],
      resources: ['*'],
      because: 'ECR knows no resource for ecr:GetAuthorizationToken',
    },
    ...(pushed.length
      ? [
          {
            actions: [
              'ecr:BatchCheckLayerAvailability',
              'ecr:BatchGetImage',
              'ecr:CompleteLayerUpload',
              'ecr:DescribeImages',
              'ecr:GetDownloadUrlForLayer',
              'ecr:InitiateLayerUpload',
              'ecr:PutImage',
              'ecr:UploadLayerPart',
            ],
            resources: pushed,
          },
        ]
      : []),
    ...(pulled.length
      ? [
          {
            actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
            resources: pulled,
          },
        ]
      : []),
  ];
}

function readVariables({ projects, arns }: BuildRoleProps): Grant[] {
  const variables = projects.flatMap(({ settings }) => settings.variables);
  return [...readParameters(variables, arns), ...readSecrets(variables, arns)];
}

/** To read the parameters that variables of builds are in. */
export function readParameters(variables: readonly BuildVariable[], arns: Arns): Grant[] {
  const names = valuesOf(variables, 'PARAMETER_STORE');
  return names.length
    ? [{ actions: ['ssm:GetParameters'], resources: names.map((name) => arns.parameter(name)) }]
    : [];
}

/** To read the secrets that variables of builds are in. */
export function readSecrets(variables: readonly BuildVariable[], arns: Arns): Grant[] {
  const secrets = valuesOf(variables, 'SECRETS_MANAGER').map((value) => secretArn(value, arns));
  return secrets.length
    ? [{ actions: ['secretsmanager:GetSecretValue'], resources: [...new Set(secrets)] }]
    : [];
}

function valuesOf(variables: readonly BuildVariable[], type: BuildVariable['type']): string[] {
  return [...new Set(variables.filter((one) => one.type === type).map(({ value }) => value))];
}

/** The ARN of a reference `secret-id:json-key:version-stage:version-id`, whose id may be an ARN, which has seven parts. */
function secretArn(reference: string, arns: Arns): string {
  const parts = reference.split(':');
  return parts[0] === 'arn' ? parts.slice(0, 7).join(':') : arns.secret(parts[0] as string);
}
