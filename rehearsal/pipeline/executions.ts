import {
  type ActionExecutionDetail,
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  type PipelineExecutionSummary,
} from '@aws-sdk/client-codepipeline';
import { until, type WaitContext } from '../until';
import type { ActionLocation, DeployedPipeline } from './deployed-pipeline';

/** The statuses that do not change any more. */
export const FINAL_STATUSES = ['Succeeded', 'Failed', 'Stopped', 'Superseded', 'Cancelled'];

/** All executions of a pipeline, newest first. */
export async function listExecutions(pipeline: DeployedPipeline): Promise<PipelineExecutionSummary[]> {
  const { pipelineExecutionSummaries } = await pipeline.clients.codePipeline.send(
    new ListPipelineExecutionsCommand({ pipelineName: pipeline.name }),
  );
  return pipelineExecutionSummaries ?? [];
}

/** The action executions of one execution, newest first. */
export async function listActions(
  pipeline: Pick<DeployedPipeline, 'name' | 'clients'>,
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

/** Ids of all executions so far. */
export async function knownExecutions(pipeline: DeployedPipeline): Promise<Set<string>> {
  return new Set(
    (await listExecutions(pipeline)).map(({ pipelineExecutionId }) => pipelineExecutionId ?? ''),
  );
}

/** Waits for an execution that is not among the known ones; returns its id. */
export async function awaitNewExecution(
  waiting: WaitContext,
  pipeline: DeployedPipeline,
  known: ReadonlySet<string>,
): Promise<string> {
  return until(waiting, `a new execution of ${pipeline.name}`, 10, async () => {
    const fresh = (await listExecutions(pipeline)).filter(
      ({ pipelineExecutionId }) => !known.has(pipelineExecutionId ?? ''),
    );
    return fresh.at(-1)?.pipelineExecutionId;
  });
}

/** Waits until an execution has ended; returns its status. */
export async function executionEnd(
  waiting: WaitContext,
  pipeline: DeployedPipeline,
  executionId: string,
): Promise<string> {
  return until(waiting, `the end of execution ${executionId} of ${pipeline.name}`, 240, async () => {
    const status = await statusOf(pipeline, executionId);
    return FINAL_STATUSES.includes(status) ? status : undefined;
  });
}

/** Which action failed, and its own message. */
export async function failureOf(pipeline: DeployedPipeline, executionId: string): Promise<string> {
  const failed = (await listActions(pipeline, executionId)).find(({ status }) => status === 'Failed');
  if (!failed) return 'no action failed';
  const { errorDetails, externalExecutionSummary } = failed.output?.executionResult ?? {};
  return `${failed.actionName} failed: ${errorDetails?.message ?? externalExecutionSummary ?? 'without a message'}`;
}

/**
 * Ends a wait that cannot succeed any more.
 * @param event what is being waited for, as in "ended before …"
 * @throws Error where the execution has ended
 */
export async function expectUnderWay(
  pipeline: DeployedPipeline,
  executionId: string,
  event: string,
): Promise<void> {
  const status = await statusOf(pipeline, executionId);
  if (!FINAL_STATUSES.includes(status)) return;
  throw new Error(
    `${pipeline.name} ended as ${status} before ${event}: ${await failureOf(pipeline, executionId)}`,
  );
}

/** The deployment that an execution has under way, or made last. */
export async function deploymentOf(
  pipeline: DeployedPipeline,
  executionId: string,
): Promise<string | undefined> {
  return (await currentAction(pipeline, executionId, pipeline.deploy))?.externalExecutionId;
}

/** An action in the pipeline's state; undefined where its stage holds another execution. */
export async function currentAction(
  pipeline: DeployedPipeline,
  executionId: string,
  location: ActionLocation | undefined,
) {
  const { stageStates } = await pipeline.clients.codePipeline.send(
    new GetPipelineStateCommand({ name: pipeline.name }),
  );
  const stage = stageStates?.find(({ stageName }) => stageName === location?.stage);
  if (stage?.latestExecution?.pipelineExecutionId !== executionId) return undefined;
  return stage.actionStates?.find(({ actionName }) => actionName === location?.action)?.latestExecution;
}

async function statusOf(pipeline: DeployedPipeline, executionId: string): Promise<string> {
  const execution = (await listExecutions(pipeline)).find(
    ({ pipelineExecutionId }) => pipelineExecutionId === executionId,
  );
  const status = execution?.status ?? '';
  if (status === 'Failed' && (await pipeline.clients.trial?.goesOn(pipeline, executionId)))
    return 'InProgress';
  return status;
}
