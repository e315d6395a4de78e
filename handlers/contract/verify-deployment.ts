import type { ActionFunction } from './action-function';
import { type ActionParameters, actionParameters } from './action-parameters';
import { type PipelineIdentity, verifyName } from './names';

/** Runs a verification while blue still waits beside a deployment of CodeDeploy, which it has taken back where that fails. */
export const VERIFY_DEPLOYMENT: ActionFunction = {
  name: 'verify-deployment',
  description: 'Verifies deployments of CodeDeploy before blue goes',
  roleActions: [
    'codebuild:BatchGetBuilds',
    'codebuild:StartBuild',
    'codedeploy:GetDeployment',
    'codedeploy:StopDeployment',
    'codepipeline:GetPipelineState',
    'codepipeline:ListActionExecutions',
  ],
};

/** UserParameters of the `verify-deployment` action (JSON, at most 1,000 characters). */
export interface VerifyDeploymentParameters extends ActionParameters {
  /** Name of the action that deploys, in the same execution. */
  readonly deployAction: string;
  /** Name of the CodeBuild project. */
  readonly project: string;
}

/** UserParameters of a pipeline's `verify-deployment` action, for its template. */
export const verifyDeploymentUserParameters = (identity: PipelineIdentity, deployAction: string): string =>
  JSON.stringify({
    ...actionParameters(identity),
    deployAction,
    project: verifyName(identity),
  } satisfies VerifyDeploymentParameters);

/**
 * Whole minutes that may pass until it is noticed that the traffic has moved, and the build has begun to wait for a machine. Blue
 * waits for that much more than the build may wait and take.
 */
export const VERIFICATION_NOTICE_MINUTES = 5;

/** Hours after which the action gives up; CodePipeline itself ends an action of Lambda after a day. */
export const VERIFICATION_DEADLINE_HOURS = 23;
