import type { ActionFunction } from './action-function';

/**
 * Records the versions that serve and deletes old ones, as the last action of a pipeline; and after an execution that
 * failed, was stopped or superseded, gives every alias back to the version that the release record names.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 */
export const RECORD_VERSIONS: ActionFunction = {
  name: 'record-versions',
  description: 'Records which versions of Lambda functions serve, and takes failed releases back',
  roleActions: [
    'codedeploy:GetDeployment',
    'codedeploy:ListDeployments',
    'codedeploy:StopDeployment',
    'codepipeline:GetPipeline',
    'codepipeline:GetPipelineExecution',
    'codepipeline:GetPipelineState',
    'codepipeline:ListActionExecutions',
    'codepipeline:ListPipelineExecutions',
    'lambda:DeleteFunction',
    'lambda:GetAlias',
    'lambda:GetFunctionConfiguration',
    'lambda:ListAliases',
    'lambda:ListVersionsByFunction',
    'lambda:UpdateAlias',
    'ssm:GetParameter',
    'ssm:GetParameterHistory',
    'ssm:GetParameters',
    'ssm:PutParameter',
  ],
  events: ({ prefix, environment }) => [
    {
      source: ['aws.codepipeline'],
      'detail-type': ['CodePipeline Pipeline Execution State Change'],
      detail: {
        pipeline: [{ wildcard: `${prefix}-*-${environment}` }],
        state: ['FAILED', 'STOPPED', 'SUPERSEDED', 'CANCELED'],
      },
    },
  ],
};
