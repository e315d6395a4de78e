import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { BatchGetBuildsCommand } from '@aws-sdk/client-codebuild';
import {
  type ActionExecutionDetail,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  type PipelineExecutionSummary,
  RetryStageExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import type { DeployedApp } from './deployed-app';

/** Waits for the end of the newest execution of a pipeline for which something holds. */
export function endedExecution(
  { clients, until }: DeployedApp,
  pipelineName: string,
  what: string,
  holds: (execution: PipelineExecutionSummary) => boolean,
): Promise<PipelineExecutionSummary> {
  return until(`The end of ${what}`, async () => {
    const { pipelineExecutionSummaries = [] } = await clients.codePipeline.send(
      new ListPipelineExecutionsCommand({ pipelineName }),
    );
    const found = pipelineExecutionSummaries.find(holds);
    return found?.status === 'InProgress' || found?.status === 'Stopping' ? undefined : found;
  });
}

/** An action that failed. */
export interface FailedAction {
  readonly action: string;
  /** Its own message. */
  readonly message: string;
  /** Id of what it ran, for example of a build. */
  readonly externalExecutionId: string;
  /** The last lines of a build's log. @default - it was no build */
  readonly log?: string;
}

/** The action of an execution that failed; of several the one that failed last. */
export async function failedAction(
  app: DeployedApp,
  pipelineName: string,
  pipelineExecutionId: string,
): Promise<FailedAction | undefined> {
  return (await failedActions(app, pipelineName, pipelineExecutionId)).at(0);
}

/** The actions of an execution that failed, side by side, the last one first. */
export async function failedActions(
  app: DeployedApp,
  pipelineName: string,
  pipelineExecutionId: string,
): Promise<FailedAction[]> {
  const { actionExecutionDetails = [] } = await app.clients.codePipeline.send(
    new ListActionExecutionsCommand({ pipelineName, filter: { pipelineExecutionId } }),
  );
  const failed = actionExecutionDetails.filter(({ status }) => status === 'Failed');
  return Promise.all(failed.map((one) => describe(app, one)));
}

async function describe(
  app: DeployedApp,
  { actionName = '', input, output }: ActionExecutionDetail,
): Promise<FailedAction> {
  const {
    externalExecutionId = '',
    externalExecutionSummary = '',
    errorDetails,
  } = output?.executionResult ?? {};
  return {
    action: actionName,
    message: errorDetails?.message ?? externalExecutionSummary,
    externalExecutionId,
    log: input?.actionTypeId?.provider === 'CodeBuild' ? await endOfLog(app, externalExecutionId) : undefined,
  };
}

const LOG_LINES = 30;

async function endOfLog({ clients }: DeployedApp, build: string): Promise<string> {
  const { builds } = await clients.codeBuild.send(new BatchGetBuildsCommand({ ids: [build] }));
  const { groupName: logGroupName, streamName: logStreamName } = builds?.[0]?.logs ?? {};
  const { events = [] } = await clients.logs.send(
    new GetLogEventsCommand({ logGroupName, logStreamName, limit: LOG_LINES }),
  );
  return events.map(({ message }) => message).join('\n');
}

/** Expects that an execution has succeeded, and shows the action that failed where it has not. */
export async function expectSuccess(
  app: DeployedApp,
  pipelineName: string,
  { status, pipelineExecutionId = '' }: PipelineExecutionSummary,
): Promise<void> {
  const failed =
    status === 'Succeeded' ? undefined : await failedAction(app, pipelineName, pipelineExecutionId);
  expect({ status, failed }).toEqual({ status: 'Succeeded' });
}

/** Retries the failed actions of a stage. */
export async function retryStage(
  { clients }: DeployedApp,
  pipelineName: string,
  stageName: string,
  pipelineExecutionId: string,
): Promise<void> {
  await clients.codePipeline.send(
    new RetryStageExecutionCommand({
      pipelineName,
      stageName,
      pipelineExecutionId,
      retryMode: 'FAILED_ACTIONS',
    }),
  );
}
