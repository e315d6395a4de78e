import {
  CodePipelineClient,
  ListPipelineExecutionsCommand,
  type PipelineExecutionSummary,
} from '@aws-sdk/client-codepipeline';
import { type Factory, REGION } from './factory';

/** The newest execution of a pipeline of which something holds, once it has ended. */
export function endedExecution(
  factory: Factory,
  pipelineName: string,
  what: string,
  holds: (execution: PipelineExecutionSummary) => boolean,
): Promise<PipelineExecutionSummary> {
  const client = new CodePipelineClient({
    endpoint: factory.local.url,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return factory.until(`The end of ${what}`, async () => {
    const { pipelineExecutionSummaries = [] } = await client.send(
      new ListPipelineExecutionsCommand({ pipelineName }),
    );
    const found = pipelineExecutionSummaries.find(holds);
    return found?.status === 'InProgress' || found?.status === 'Stopping' ? undefined : found;
  });
}

/** An action that failed. */
export interface Failure {
  readonly action: string;
  /** In its own words. */
  readonly summary: string;
  /** What did the work, for example a build. */
  readonly externalExecutionId: string;
}

/** Asks the pipeline which action of an execution failed. */
export async function failureOf(
  { aws }: Factory,
  pipelineName: string,
  execution: string,
): Promise<Failure | undefined> {
  const { actionExecutionDetails } = await aws<{
    actionExecutionDetails: {
      actionName: string;
      status: string;
      output?: {
        executionResult?: {
          externalExecutionId?: string;
          externalExecutionSummary?: string;
          errorDetails?: { message?: string };
        };
      };
    }[];
  }>(
    ...['codepipeline', 'list-action-executions', '--pipeline-name', pipelineName],
    ...['--filter', `pipelineExecutionId=${execution}`],
  );
  const failed = actionExecutionDetails.find(({ status }) => status === 'Failed');
  if (!failed) return undefined;
  const {
    externalExecutionId = '',
    externalExecutionSummary: summary = '',
    errorDetails,
  } = failed.output?.executionResult ?? {};
  return { action: failed.actionName, summary: errorDetails?.message ?? summary, externalExecutionId };
}

/** Tries the failed actions of a stage once more. */
export async function retryStage(
  { aws }: Factory,
  pipelineName: string,
  stage: string,
  execution: string,
): Promise<void> {
  await aws(
    ...['codepipeline', 'retry-stage-execution', '--pipeline-name', pipelineName, '--stage-name', stage],
    ...['--pipeline-execution-id', execution, '--retry-mode', 'FAILED_ACTIONS'],
  );
}
