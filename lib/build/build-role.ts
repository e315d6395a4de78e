import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { artifactBucketName, buildName, pipelineName } from '../../handlers/contract/names';
import type { Arns } from '../pipeline/arns';
import { artifactFolder } from '../pipeline/artifact-folder';
import type { Grant } from '../pipeline/grant';
import { inlineRole } from '../pipeline/role';
import type { CommitChecks } from './commit-build';
import { registryRepository } from './environment';
import type { Build, BuildSettings, BuildVariable, BuiltImage } from './config/model';

export interface BuildRoleProps extends Pick<CommitChecks, 'identity' | 'environment' | 'checks'> {
  /** @default - nothing is built, only checked */
  readonly build?: Build;
  readonly arns: Arns;
  /** The names of the CodeBuild projects that work with it. */
  readonly projects: readonly string[];
}

/**
 * The one role of a pipeline's build and checks. The environment's key it may use by the key's own policy.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
 */
export function buildRole(scope: Construct, props: BuildRoleProps): CfnRole {
  const { identity, environment, build, checks, arns, projects } = props;
  const settings = [...(build ? [build] : []), ...checks];
  const variables = settings.flatMap((one) => one.variables);
  return inlineRole(scope, 'BuildRole', {
    roleName: buildName(identity),
    trusts: [
      {
        principal: { Service: 'codebuild.amazonaws.com' },
        conditions: { StringEquals: { 'aws:SourceAccount': environment.account } },
      },
    ],
    grants: [
      writeLogs(projects, arns),
      exchangeArtifacts(props),
      report(projects, arns),
      ...registry(build?.images ?? [], settings, arns),
      ...readParameters(variables, arns),
      ...readSecrets(variables, arns),
    ],
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

function exchangeArtifacts({ identity, environment, arns }: BuildRoleProps): Grant {
  const { name, account, region } = environment;
  const bucket = artifactBucketName(identity.prefix, name, account, region);
  return {
    actions: [
      's3:GetBucketAcl',
      's3:GetBucketLocation',
      's3:GetObject',
      's3:GetObjectVersion',
      's3:PutObject',
    ],
    resources: [arns.bucket(bucket), arns.object(bucket, `${artifactFolder(pipelineName(identity))}/*`)],
    because: 'CodePipeline makes up the names of artifacts; this is the folder it keeps for the pipeline',
  };
}

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
function registry(images: readonly BuiltImage[], settings: readonly BuildSettings[], arns: Arns): Grant[] {
  const pushed = [...new Set(images.map(({ repository }) => arns.repository(repository)))];
  const pulled = [...new Set(settings.flatMap(({ image }) => registryRepository(image) ?? []))];
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
