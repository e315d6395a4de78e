import type { LocalService } from '../../kit/local-service';
import { createPipeline } from './operations/create-pipeline';
import { deletePipeline } from './operations/delete-pipeline';
import { disableStageTransition } from './operations/disable-stage-transition';
import { enableStageTransition } from './operations/enable-stage-transition';
import { getJobDetails } from './operations/get-job-details';
import { getPipeline } from './operations/get-pipeline';
import { getPipelineExecution } from './operations/get-pipeline-execution';
import { getPipelineState } from './operations/get-pipeline-state';
import { listActionExecutions } from './operations/list-action-executions';
import { listActionTypes } from './operations/list-action-types';
import { listPipelineExecutions } from './operations/list-pipeline-executions';
import { listPipelines } from './operations/list-pipelines';
import { listRuleExecutions } from './operations/list-rule-executions';
import { listTagsForResource } from './operations/list-tags-for-resource';
import { putApprovalResult } from './operations/put-approval-result';
import { putJobFailureResult } from './operations/put-job-failure-result';
import { putJobSuccessResult } from './operations/put-job-success-result';
import { retryStageExecution } from './operations/retry-stage-execution';
import { rollbackStage } from './operations/rollback-stage';
import { startPipelineExecution } from './operations/start-pipeline-execution';
import { stopPipelineExecution } from './operations/stop-pipeline-execution';
import { tagResource } from './operations/tag-resource';
import { untagResource } from './operations/untag-resource';
import { updatePipeline } from './operations/update-pipeline';
import { createCodePipelineStore } from './store';
import { startByPush } from './triggers/start-by-push';
import { permissions } from './permissions';
import { resources } from './resources';

/**
 * AWS CodePipeline, V2 pipelines: https://docs.aws.amazon.com/codepipeline/latest/APIReference/. What is not listed,
 * webhooks, custom job workers and condition overrides among it, is refused by name.
 */
export const codePipeline: LocalService = {
  name: 'codepipeline',
  otherwise: 'refuse',
  permissions,
  resources,
  create(context) {
    const store = createCodePipelineStore(context);
    context.pushes.subscribe((push) => startByPush(store, push));
    return {
      operations: {
        CreatePipeline: createPipeline(store),
        UpdatePipeline: updatePipeline(store),
        DeletePipeline: deletePipeline(store),
        GetPipeline: getPipeline(store),
        ListPipelines: listPipelines(store),
        GetPipelineState: getPipelineState(store),
        StartPipelineExecution: startPipelineExecution(store),
        StopPipelineExecution: stopPipelineExecution(store),
        GetPipelineExecution: getPipelineExecution(store),
        ListPipelineExecutions: listPipelineExecutions(store),
        ListActionExecutions: listActionExecutions(store),
        ListRuleExecutions: listRuleExecutions(store),
        PutApprovalResult: putApprovalResult(store),
        RetryStageExecution: retryStageExecution(store),
        RollbackStage: rollbackStage(store),
        EnableStageTransition: enableStageTransition(store),
        DisableStageTransition: disableStageTransition(store),
        GetJobDetails: getJobDetails(store),
        PutJobSuccessResult: putJobSuccessResult(store),
        PutJobFailureResult: putJobFailureResult(store),
        ListActionTypes: listActionTypes(),
        TagResource: tagResource(store),
        UntagResource: untagResource(store),
        ListTagsForResource: listTagsForResource(store),
      },
    };
  },
};
