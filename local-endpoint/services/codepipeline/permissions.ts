import {
  anyResource,
  arn,
  type Input,
  requires,
  onResources,
  passRole,
  type ResourceArns,
  type PermissionRules,
  textOf,
  allOf,
} from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodepipeline.html */
const pipeline: ResourceArns = (input, call) => arn(call, pipelineName(input));

const declared: ResourceArns = (input, call) => arn(call, textOf(input, 'pipeline', 'name'));

const stage: ResourceArns = (input, call) =>
  arn(call, `${pipelineName(input)}/${textOf(input, 'stageName')}`);

const action: ResourceArns = (input, call) =>
  arn(call, `${pipelineName(input)}/${textOf(input, 'stageName')}/${textOf(input, 'actionName')}`);

const tagged: ResourceArns = (input) => textOf(input, 'resourceArn');

/** Operations do not agree on what they call it. */
function pipelineName(input: Input): string {
  return textOf(input, 'pipelineName') || textOf(input, 'name');
}

const roles = passRole('codepipeline.amazonaws.com', (input) => [textOf(input, 'pipeline', 'roleArn')]);

/** What CodePipeline operations need. */
export const permissions: PermissionRules = {
  ...onResources(
    anyResource,
    'AcknowledgeJob GetActionType GetJobDetails ListActionTypes ListPipelines ListRuleTypes PutJobFailureResult PutJobSuccessResult',
  ),
  ...onResources(
    pipeline,
    'DeletePipeline GetPipeline GetPipelineExecution GetPipelineState ListActionExecutions ListDeployActionExecutionTargets ListPipelineExecutions ListRuleExecutions StartPipelineExecution StopPipelineExecution',
  ),
  ...onResources(
    stage,
    'DisableStageTransition EnableStageTransition OverrideStageCondition RetryStageExecution RollbackStage',
  ),
  ...onResources(action, 'PutActionRevision PutApprovalResult'),
  ...onResources(tagged, 'TagResource UntagResource ListTagsForResource'),
  CreatePipeline: allOf(requires(declared), roles),
  UpdatePipeline: allOf(requires(declared), roles),
};
