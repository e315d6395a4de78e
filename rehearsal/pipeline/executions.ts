import {
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  type ActionExecutionDetail,
  type PipelineExecutionSummary,
} from '@aws-sdk/client-codepipeline';
import { until, type Waiting } from '../until';
import type { DeployedPipeline, Place } from './deployed-pipeline';

/** An execution that will not change any more. */
export const ENDED = ['Succeeded', 'Failed', 'Stopped', 'Superseded', 'Cancelled'];

/** All executions of a pipeline, newest first. */
export async function executionsOf(pipeline: DeployedPipeline): Promise<PipelineExecutionSummary[]> {
  const { pipelineExecutionSummaries } = await pipeline.clients.codePipeline.send(
    new ListPipelineExecutionsCommand({ pipelineName: pipeline.name }),
  );
  return pipelineExecutionSummaries ?? [];
}

/** The actions of one execution, newest first. */
export async function actionsOf(
  pipeline: DeployedPipeline,
  executionId: string,
): Promise<ActionExecutionDetail[]> {
  const { actionExecutionDetails } = await pipeline.clients.codePipeline.send(
    new ListActionExecutionsCommand({
      pipelineName: pipeline.name,
      filter: { pipelineExecutionId: executionId },
    }),
  );
  return actionExecutionDetails ?? [];
}

/** Waits for an execution that was not there before. */
export async function newExecution(
  waiting: Waiting,
  pipeline: DeployedPipeline,
  known: ReadonlySet<string>,
): Promise<string> {
  return until(waiting, `a new execution of ${pipeline.name}`, 10, async () => {
    const fresh = (await executionsOf(pipeline)).filter(
      ({ pipelineExecutionId }) => !known.has(pipelineExecutionId ?? ''),
    );
    return fresh.at(-1)?.pipelineExecutionId;
  });
}

/** Ids of all executions so far. */
export async function knownExecutions(pipeline: DeployedPipeline): Promise<Set<string>> {
  return new Set((await executionsOf(pipeline)).map(({ pipelineExecutionId }) => pipelineExecutionId ?? ''));
}

/** Waits until an execution has ended, and gives its status. */
export async function ended(
  waiting: Waiting,
  pipeline: DeployedPipeline,
  executionId: string,
): Promise<string> {
  return until(waiting, `the end of execution ${executionId} of ${pipeline.name}`, 240, async () => {
    const execution = (await executionsOf(pipeline)).find(
      ({ pipelineExecutionId }) => pipelineExecutionId === executionId,
    );
    return ENDED.includes(execution?.status ?? '') ? execution?.status : undefined;
  });
}

/** Why an execution failed, in the words of the action that did. */
export async function failureOf(pipeline: DeployedPipeline, executionId: string): Promise<string> {
  const failed = (await actionsOf(pipeline, executionId)).find(({ status }) => status === 'Failed');
  const { errorDetails, externalExecutionSummary } = failed?.output?.executionResult ?? {};
  return `${failed?.actionName ?? 'no action'} says ${errorDetails?.message ?? externalExecutionSummary ?? 'nothing'}`;
}

/** Makes sure that it is worth waiting on. @throws Error where the execution has ended, so that what is being waited for will not come */
export async function expectUnderWay(
  pipeline: DeployedPipeline,
  executionId: string,
  what: string,
): Promise<void> {
  const execution = (await executionsOf(pipeline)).find(
    ({ pipelineExecutionId }) => pipelineExecutionId === executionId,
  );
  if (!ENDED.includes(execution?.status ?? '')) return;
  const reason = await failureOf(pipeline, executionId);
  throw new Error(`${pipeline.name} ended as ${execution?.status} before ${what}: ${reason}`);
}

/** The deployment that an execution has under way, or that it made last. */
export async function deploymentOf(
  pipeline: DeployedPipeline,
  executionId: string,
): Promise<string | undefined> {
  return (await currentAction(pipeline, executionId, pipeline.deploy))?.externalExecutionId;
}

/** What the pipeline's state says of an action, where this execution is the last that came to its stage. */
export async function currentAction(
  pipeline: DeployedPipeline,
  executionId: string,
  place: Place | undefined,
) {
  const { stageStates } = await pipeline.clients.codePipeline.send(
    new GetPipelineStateCommand({ name: pipeline.name }),
  );
  const stage = stageStates?.find(({ stageName }) => stageName === place?.stage);
  if (stage?.latestExecution?.pipelineExecutionId !== executionId) return undefined;
  return stage.actionStates?.find(({ actionName }) => actionName === place?.action)?.latestExecution;
}
