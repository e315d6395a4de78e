import {
  anything,
  arn,
  type Input,
  needs,
  on,
  passRole,
  type Resources,
  type Rules,
  text,
  together,
} from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodepipeline.html */
const pipeline: Resources = (input, call) => arn(call, pipelineName(input));

const declared: Resources = (input, call) => arn(call, text(input, 'pipeline', 'name'));

const stage: Resources = (input, call) => arn(call, `${pipelineName(input)}/${text(input, 'stageName')}`);

const action: Resources = (input, call) =>
  arn(call, `${pipelineName(input)}/${text(input, 'stageName')}/${text(input, 'actionName')}`);

const tagged: Resources = (input) => text(input, 'resourceArn');

/** Operations do not agree on what they call it. */
function pipelineName(input: Input): string {
  return text(input, 'pipelineName') || text(input, 'name');
}

const roles = passRole('codepipeline.amazonaws.com', (input) => [text(input, 'pipeline', 'roleArn')]);

/** What CodePipeline operations need. */
export const codepipeline: Rules = {
  ...on(
    anything,
    'AcknowledgeJob GetActionType GetJobDetails ListActionTypes ListPipelines ListRuleTypes PutJobFailureResult PutJobSuccessResult',
  ),
  ...on(
    pipeline,
    'DeletePipeline GetPipeline GetPipelineExecution GetPipelineState ListActionExecutions ListDeployActionExecutionTargets ListPipelineExecutions ListRuleExecutions StartPipelineExecution StopPipelineExecution',
  ),
  ...on(
    stage,
    'DisableStageTransition EnableStageTransition OverrideStageCondition RetryStageExecution RollbackStage',
  ),
  ...on(action, 'PutActionRevision PutApprovalResult'),
  ...on(tagged, 'TagResource UntagResource ListTagsForResource'),
  CreatePipeline: together(needs(declared), roles),
  UpdatePipeline: together(needs(declared), roles),
};
