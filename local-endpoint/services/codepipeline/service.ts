import type { LocalService } from '../../kit/local-service';
import { listActionExecutions, listRuleExecutions } from './operations/action-executions';
import { getPipelineExecution, listPipelineExecutions } from './operations/executions';
import { getPipelineState } from './operations/get-pipeline-state';
import { getJobDetails, putJobFailureResult, putJobSuccessResult } from './operations/jobs';
import { listActionTypes } from './operations/list-action-types';
import {
  createPipeline,
  deletePipeline,
  getPipeline,
  listPipelines,
  updatePipeline,
} from './operations/pipelines';
import { putApprovalResult } from './operations/put-approval-result';
import { retryStageExecution } from './operations/retry-stage-execution';
import { rollbackStage } from './operations/rollback-stage';
import { disableStageTransition, enableStageTransition } from './operations/stage-transitions';
import { startPipelineExecution } from './operations/start-pipeline-execution';
import { stopPipelineExecution } from './operations/stop-pipeline-execution';
import { listTagsForResource, tagResource, untagResource } from './operations/tags';
import { permissions } from './permissions';
import { resources } from './resources';
import { createCodePipelineStore } from './store';
import { startByPush } from './triggers/start-by-push';

/**
 * AWS CodePipeline, V2 pipelines: https://docs.aws.amazon.com/codepipeline/latest/APIReference/. What is not listed,
 * webhooks, custom job workers and condition overrides among it, is refused by name.
 */
export const codePipeline: LocalService = {
  name: 'codepipeline',
  client: () => import('@aws-sdk/client-codepipeline'),
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
