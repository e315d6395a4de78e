import {
  type PipelineIdentity,
  pipelineName,
  releaseParameterName,
  settingsParameterName,
} from '../../../../handlers/contract/names';
import { deploymentConfigName } from '../../../code-deploy/deployment-config';
import { identityOf } from '../../../config/identity';
import { Arns } from '../../../pipeline/arns';
import type { Grant } from '../../../pipeline/grant';
import { readParameters } from '../../../pipeline/parameter-grants';
import type { LambdaPipeline } from '../config/model';
import { functionName, watchedAlarms } from '../config/names';

/** What the pipeline's role may do, by the action that first needs it. */
export interface LambdaGrants {
  readonly publish: readonly Grant[];
  /** Of what moves the traffic, for all functions: each repeated for each would not fit a role's policy. */
  readonly deploy: readonly Grant[];
  readonly record: readonly Grant[];
}

/** Every right on the pipeline's own functions, roles, alarms and parameters, and on no others. */
export function lambdaGrants(pipeline: LambdaPipeline): LambdaGrants {
  const identity = identityOf(pipeline);
  const arns = Arns.of(pipeline.environment);
  const functions = pipeline.functions.map((one) => arns.function(functionName(pipeline, one)));
  const qualified = functions.map((arn) => `${arn}:*`);
  return {
    publish: [
      // First what is of another service: with the first goes the right to invoke the action function.
      {
        actions: ['ssm:GetParameterHistory', 'ssm:GetParameters'],
        resources: [arns.parameter(settingsParameterName(identity))],
      },
      ...readParameters(
        pipeline.functions.flatMap(({ parameters = {} }) => Object.values(parameters)),
        arns,
      ),
      pipeline.deploy.latest
        ? changeLatest([...functions, ...functions.map((arn) => `${arn}:${pipeline.deploy.alias}`)])
        : changeFunctions([...functions, ...qualified]),
      ...enterNetworks(pipeline),
      ...waitForSiblings(pipeline, arns),
    ],
    deploy: grantsOfTraffic(pipeline, qualified, arns),
    record: [
      {
        actions: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:PutParameter'],
        resources: [arns.parameter(releaseParameterName(identity))],
      },
      readExecutions(identity, arns),
      ...readSiblings(pipeline, arns),
      ...(pipeline.deploy.latest
        ? []
        : [{ actions: ['lambda:DeleteFunction'], resources: qualified, because: NUMBERED }]),
    ],
  };
}

function grantsOfTraffic(pipeline: LambdaPipeline, qualified: readonly string[], arns: Arns): Grant[] {
  const { latest, hooks } = pipeline.deploy;
  if (latest) return [];
  return hooks
    ? moveByCodeDeploy(pipeline, identityOf(pipeline), arns)
    : moveTraffic(pipeline, qualified, arns);
}

const NUMBERED = 'Lambda numbers the versions of a function; an alias and a version are asked for by its ARN';

/**
 * Of code and configuration, versions and aliases. CodePipeline's own action uses some of them too. A version is deleted by
 * a grant apart, which names versions only, so that nothing of a release deletes a function. A release names no function's
 * role, which the stack gives it, so that none is passed: Lambda asks for `iam:PassRole` where a change names a role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
const changeFunctions = (resources: readonly string[]): Grant => ({
  actions: [
    'lambda:GetAlias',
    'lambda:GetFunctionConfiguration',
    'lambda:ListAliases',
    'lambda:ListVersionsByFunction',
    'lambda:PublishVersion',
    'lambda:UpdateAlias',
    'lambda:UpdateFunctionCode',
    'lambda:UpdateFunctionConfiguration',
  ],
  resources,
  because: NUMBERED,
});

/** The same where no version is published, so that no alias moves. @param resources the functions and their aliases */
const changeLatest = (resources: readonly string[]): Grant => ({
  actions: [
    'lambda:GetAlias',
    'lambda:GetFunctionConfiguration',
    'lambda:UpdateFunctionCode',
    'lambda:UpdateFunctionConfiguration',
  ],
  resources,
});

/**
 * Lambda asks who puts a function into a network for the right to look at it.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
const enterNetworks = ({ functions }: LambdaPipeline): Grant[] =>
  functions.some(({ network }) => network)
    ? [
        {
          actions: ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
          resources: ['*'],
          because: 'these take no resource',
        },
      ]
    : [];

/**
 * What CodePipeline's action needs beside `lambda:GetAlias`, `lambda:GetFunctionConfiguration` and `lambda:UpdateAlias`.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html
 */
function moveTraffic(pipeline: LambdaPipeline, qualified: readonly string[], arns: Arns): Grant[] {
  const alarms = new Set(pipeline.functions.flatMap((one) => watchedAlarms(pipeline, one)));
  return [
    {
      actions: ['lambda:GetProvisionedConcurrencyConfig'],
      resources: qualified,
      because: NUMBERED,
    },
    ...(alarms.size > 0
      ? [{ actions: ['cloudwatch:DescribeAlarms'], resources: [...alarms].map(arns.alarm) }]
      : []),
  ];
}

/**
 * What `shift-versions` needs beside `lambda:GetAlias`, and `record-versions`, which stops what an execution has left.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html
 */
function moveByCodeDeploy(pipeline: LambdaPipeline, identity: PipelineIdentity, arns: Arns): Grant[] {
  const name = pipelineName(identity);
  return [
    {
      actions: [
        'codedeploy:CreateDeployment',
        'codedeploy:GetDeployment',
        'codedeploy:GetDeploymentConfig',
        'codedeploy:ListDeployments',
        'codedeploy:RegisterApplicationRevision',
      ],
      resources: [
        arns.application(name),
        ...pipeline.functions.map((one) => arns.deploymentGroup(name, functionName(pipeline, one))),
        arns.deploymentConfig(deploymentConfigName('Lambda', pipeline.deploy.traffic, name)),
      ],
    },
    {
      actions: ['codedeploy:StopDeployment'],
      resources: ['*'],
      because: 'CodeDeploy knows no resource for it',
    },
  ];
}

const readExecutions = (identity: PipelineIdentity, arns: Arns): Grant => ({
  actions: [
    'codepipeline:GetPipeline',
    'codepipeline:GetPipelineExecution',
    'codepipeline:GetPipelineState',
    'codepipeline:ListActionExecutions',
    'codepipeline:ListPipelineExecutions',
  ],
  resources: [arns.pipeline(pipelineName(identity))],
});

/** The other pipelines of the same functions, in the file's order. */
const siblingsOf = ({ shared = [], ...pipeline }: LambdaPipeline): PipelineIdentity[] =>
  shared
    .filter(({ name }) => name !== pipeline.environment.name)
    .map((environment) => identityOf({ ...pipeline, environment }));

/** Whether one of those that are before it in the file publishes now. */
function waitForSiblings({ shared = [], ...pipeline }: LambdaPipeline, arns: Arns): Grant[] {
  const own = shared.findIndex(({ name }) => name === pipeline.environment.name);
  const before = siblingsOf({ ...pipeline, shared: shared.slice(0, Math.max(0, own)) });
  const resources = before.map((one) => arns.pipeline(pipelineName(one)));
  return resources.length > 0 ? [{ actions: ['codepipeline:GetPipelineState'], resources }] : [];
}

/** What they serve, and what waits in them: their versions are not to be deleted. */
function readSiblings(pipeline: LambdaPipeline, arns: Arns): Grant[] {
  const siblings = siblingsOf(pipeline);
  if (siblings.length === 0) return [];
  return [
    {
      actions: ['ssm:GetParameters'],
      resources: siblings.map((one) => arns.parameter(releaseParameterName(one))),
    },
    {
      actions: ['codepipeline:ListActionExecutions', 'codepipeline:ListPipelineExecutions'],
      resources: siblings.map((one) => arns.pipeline(pipelineName(one))),
    },
  ];
}
