import type { ActionFunction } from './action-function';
import { type PipelineIdentity, pipelineName } from './names';

/**
 * Has CodeDeploy move the traffic of each function's alias to the published version, with hooks before and after, and waits
 * for the end. CodePipeline's own CodeDeploy action deploys to instances alone.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeDeploy.html
 */
export const SHIFT_VERSIONS: ActionFunction = {
  name: 'shift-versions',
  description: 'Moves the traffic of Lambda functions to published versions by CodeDeploy, with hooks',
  roleActions: [
    'codedeploy:CreateDeployment',
    'codedeploy:GetDeployment',
    'codedeploy:GetDeploymentConfig',
    'codedeploy:ListDeployments',
    'codedeploy:RegisterApplicationRevision',
    'codedeploy:StopDeployment',
    'lambda:GetAlias',
    'ssm:GetParameterHistory',
    'ssm:GetParameters',
  ],
};

/**
 * The deployment group of a function: an application for the pipeline, named as it, and a group for each function, named as
 * the function in Lambda.
 */
export const trafficGroup = (identity: PipelineIdentity, functionName: string) => ({
  applicationName: pipelineName(identity),
  deploymentGroupName: functionName,
});
