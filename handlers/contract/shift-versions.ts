import type { ActionFunction } from './action-function';
import { type ActionParameters, actionParameters } from './action-parameters';
import { type PipelineIdentity, pipelineName } from './names';
import { publishedVersion } from './publish-versions';

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

/** UserParameters of the `shift-versions` action (JSON, at most 1,000 characters). */
export interface ShiftVersionsParameters extends ActionParameters {
  /** {@link LambdaSettings.hash} of the settings that this pipeline was deployed with. */
  readonly settings: string;
  /** The version of each function that is to get the traffic, by its name in the config. */
  readonly versions: Readonly<Record<string, string>>;
}

/** UserParameters of a pipeline's `shift-versions` action, for its template. @param names of the functions in the config */
export const shiftVersionsUserParameters = (
  identity: PipelineIdentity,
  settings: string,
  names: readonly string[],
): string =>
  JSON.stringify({
    ...actionParameters(identity),
    settings,
    versions: Object.fromEntries(names.map((name) => [name, publishedVersion(name)])),
  } satisfies ShiftVersionsParameters);

/**
 * The deployment group of a function: an application for the pipeline, named as it, and a group for each function, named as
 * the function in Lambda.
 */
export const trafficGroup = (identity: PipelineIdentity, functionName: string) => ({
  applicationName: pipelineName(identity),
  deploymentGroupName: functionName,
});
