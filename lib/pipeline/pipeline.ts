import { CfnPipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { Construct } from 'constructs';
import {
  actionFunctionName,
  artifactBucketName,
  keyAlias,
  type PipelineIdentity,
  pipelineName,
  artifactFolder,
} from '../../handlers/contract/names';
import type { ActionFunction } from '../../handlers/contract/action-function';
import type { Environment } from '../config/model';
import { type Action, declaration } from './action';
import { Arns } from './arns';
import { type Grant, oneOrMany, type Trust } from './grant';
import { INVOKE } from './invoke';
import { inlineRole } from './role';

/** A stage: its actions run by their run order. */
export interface Stage {
  readonly name: string;
  readonly actions: readonly Action[];
  /**
   * What CodePipeline does by itself where the stage fails: it runs it again with what the newest execution brought that has
   * succeeded in it, of the pipeline's present structure. Not for the first stage; and there is nothing to run before the
   * first success. https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback-auto.html
   * @default - nothing
   */
  readonly onFailure?: 'rollback';
}

export interface PipelineProps {
  readonly identity: PipelineIdentity;
  readonly environment: Environment;
  /** @default - as the identity's names are composed */
  readonly name?: string;
  /** @default - the pipeline's name */
  readonly roleName?: string;
  /** What becomes of executions that begin while others run. @default - they queue */
  readonly executionMode?: 'QUEUED' | 'PARALLEL';
  readonly stages: readonly Stage[];
  /** What in the repository of its source action starts it. @default - only EventBridge and people do */
  readonly triggers?: readonly CfnPipeline.PipelineTriggerDeclarationProperty[];
  /** The action functions that work with its role. */
  readonly actionFunctions: readonly ActionFunction[];
}

/**
 * A V2 pipeline that keeps its artifacts in the environment's bucket, and works with one role
 * that may do what its actions need and nothing else.
 */
export function createPipeline(scope: Construct, props: PipelineProps): CfnPipeline {
  const { identity, environment, stages, triggers, actionFunctions } = props;
  const name = props.name ?? pipelineName(identity);
  requireFunctions(name, stages, actionFunctions);
  requireSessionActions(name, stages, actionFunctions);
  const arns = Arns.of(environment);
  const bucket = artifactBucketName(
    identity.prefix,
    environment.name,
    environment.account,
    environment.region,
  );
  const role = inlineRole(scope, 'Role', {
    roleName: props.roleName ?? name,
    trusts: trusts(identity, environment.account, actionFunctions, arns),
    grants: [
      artifacts(arns, bucket, name, stages),
      ...stages.flatMap(({ actions }) => actions.flatMap(({ grants }) => grants)),
    ],
  });
  return new CfnPipeline(scope, 'Pipeline', {
    name,
    pipelineType: 'V2',
    executionMode: props.executionMode ?? 'QUEUED',
    roleArn: role.attrArn,
    artifactStore: {
      type: 'S3',
      location: bucket,
      encryptionKey: { type: 'KMS', id: arns.keyAlias(keyAlias(identity.prefix, environment.name)) },
    },
    stages: stages.map(({ name: stage, actions, onFailure }) => ({
      name: stage,
      actions: actions.map(declaration),
      onFailure: onFailure && { result: 'ROLLBACK' },
    })),
    triggers: triggers?.length ? [...triggers] : undefined,
  });
}

/** The environment deploys only the functions that are listed, so that an action which invokes another one would fail. */
function requireFunctions(
  pipelineName: string,
  stages: readonly Stage[],
  actionFunctions: readonly ActionFunction[],
): void {
  const listed = actionFunctions.map(({ name }) => name);
  const invoked = stages.flatMap(({ actions }) => actions.flatMap(({ invokes }) => invokes?.name ?? []));
  const missing = invoked.find((name) => !listed.includes(name));
  if (missing)
    throw new Error(
      `actionFunctions of the kind of ${pipelineName} must list each function that an action invokes, got: ${listed.join(', ') || 'none'} without ${missing}`,
    );
}

/**
 * A function's session of the role may do what the function lists: what is granted beyond that is of use to nobody. Functions
 * of one pipeline may share grants, which stand with the action that needs them first.
 */
function requireSessionActions(
  pipelineName: string,
  stages: readonly Stage[],
  actionFunctions: readonly ActionFunction[],
): void {
  const listed = [INVOKE, ...actionFunctions.flatMap(({ roleActions }) => roleActions)];
  const granted = stages
    .flatMap(({ actions }) => actions)
    .flatMap(({ invokes, grants }) => (invokes ? grants.flatMap((grant) => grant.actions) : []));
  const unlisted = granted.find((action) => !listed.includes(action));
  if (unlisted)
    throw new Error(
      `roleActions of an action function of ${pipelineName} must list what the pipeline's role is granted for it, got: ${unlisted} in none`,
    );
}

/**
 * CodePipeline itself, and the action functions that act for one pipeline. The latter are named by condition, so that
 * making them anew does not break the trust, as it would for a principal. CodePipeline's own trust has no condition: AWS
 * documents none that it meets, and were one not met, no pipeline would ever run.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-service-role.html
 */
function trusts(
  { prefix, environment }: PipelineIdentity,
  account: string,
  actionFunctions: readonly ActionFunction[],
  arns: Arns,
): Trust[] {
  const roles = actionFunctions.map(({ name }) => arns.role(actionFunctionName(prefix, environment, name)));
  const service: Trust = { principal: { Service: 'codepipeline.amazonaws.com' } };
  if (roles.length === 0) return [service];
  return [
    service,
    {
      principal: { AWS: account },
      conditions: {
        ArnEquals: { 'aws:PrincipalArn': oneOrMany(roles) },
      },
    },
  ];
}

/**
 * What CodePipeline does with artifacts. It keeps one with the tags that its source object has: only a source action of S3
 * has an object, so that no other pipeline needs the rights to tags; the roles that CodePipeline's console makes for those
 * have none either.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html
 */
function artifacts(arns: Arns, bucket: string, name: string, stages: readonly Stage[]): Grant {
  const keepsTags = stages.some(({ actions }) =>
    actions.some(({ category, provider }) => category === 'Source' && provider === 'S3'),
  );
  return {
    actions: [
      's3:GetBucketAcl',
      's3:GetBucketLocation',
      's3:GetBucketVersioning',
      's3:GetObject',
      's3:GetObjectVersion',
      's3:PutObject',
      's3:PutObjectAcl',
      ...(keepsTags ? ['s3:GetObjectTagging', 's3:GetObjectVersionTagging', 's3:PutObjectTagging'] : []),
    ],
    resources: [arns.bucket(bucket), arns.object(bucket, `${artifactFolder(name)}/*`)],
    because: 'CodePipeline makes up the names of artifacts; this is the folder it keeps for the pipeline',
  };
}
