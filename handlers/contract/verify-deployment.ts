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
 * Whole minutes that a verification may take before it begins: until it is noticed that the traffic has moved, and CodeBuild
 * has a machine. Blue waits for that much more than the build may take.
 */
export const VERIFICATION_START_MINUTES = 10;

/** Whole minutes, of the start, that a build may wait for a machine: the fewest that CodeBuild takes. */
export const QUEUED_MINUTES = 5;

/** Hours after which the action gives up; CodePipeline itself ends an action of Lambda after a day. */
export const VERIFICATION_DEADLINE_HOURS = 23;
