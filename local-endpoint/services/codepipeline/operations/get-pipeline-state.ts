import type {
  ActionState,
  GetPipelineStateInput,
  GetPipelineStateOutput,
  StageExecution,
  StageState,
} from '@aws-sdk/client-codepipeline';
import type { Operation } from '../../../kit/operation';
import { findPipeline } from '../find';
import {
  currentStructure,
  gateOf,
  type Action,
  type ActionRun,
  type Execution,
  type Gate,
  type Stage,
} from '../model';
import { checked, NAME } from '../request';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipelineState.html */
export const getPipelineState =
  (store: CodePipelineStore): Operation<GetPipelineStateInput, GetPipelineStateOutput> =>
  async (input, context) => {
    const { name } = checked(input, ['name'], { name: NAME });
    const pipeline = findPipeline(store, context, name);
    const { version, stages } = currentStructure(pipeline);
    return {
      pipelineName: name,
      pipelineVersion: version,
      stageStates: stages.map((stage) => stageState(stage, gateOf(pipeline, stage.name))),
      created: pipeline.created,
      updated: pipeline.updated,
    };
  };

function stageState(stage: Stage, { latest, waiting, transition, actions }: Gate): StageState {
  const inboundExecutions = waiting.map(inbound);
  const retries = latest && latest.automaticRetries + latest.manualRetries > 0;
  return {
    stageName: stage.name,
    ...(inboundExecutions.length > 0 && { inboundExecution: inboundExecutions.at(-1), inboundExecutions }),
    inboundTransitionState: { ...transition },
    actionStates: stage.actions.map((action) => actionState(action, actions.get(action.name))),
    ...(latest && {
      latestExecution: { pipelineExecutionId: latest.executionId, status: latest.status, type: latest.type },
    }),
    ...(retries && {
      retryStageMetadata: {
        autoStageRetryAttempt: latest.automaticRetries,
        manualStageRetryAttempt: latest.manualRetries,
        latestRetryTrigger: latest.latestRetryTrigger,
      },
    }),
  };
}

const inbound = ({ id, type }: Execution): StageExecution => ({
  pipelineExecutionId: id,
  status: 'InProgress',
  type,
});

function actionState(action: Action, run: ActionRun | undefined): ActionState {
  if (!run) return { actionName: action.name };
  const source = run.execution.sources.find(({ actionName }) => actionName === action.name);
  return {
    actionName: action.name,
    ...(source && {
      currentRevision: {
        revisionId: source.revisionId,
        revisionChangeId: source.revisionId,
        created: source.created,
      },
    }),
    revisionUrl: source?.revisionUrl,
    latestExecution: {
      actionExecutionId: run.id,
      status: run.status,
      summary: run.summary,
      lastStatusChange: run.lastUpdateTime,
      token: run.token,
      lastUpdatedBy: run.updatedBy,
      externalExecutionId: run.externalExecutionId,
      externalExecutionUrl: run.externalExecutionUrl,
      percentComplete: run.percentComplete,
      errorDetails: run.errorDetails,
    },
  };
}
