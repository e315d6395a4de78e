import { StopPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import type { RehearsalContext } from '../context';
import type { DeployedPipeline } from './deployed-pipeline';

/** Stops an execution without waiting for its actions. */
export async function abandonExecution(
  { terminal }: Pick<RehearsalContext, 'terminal'>,
  { clients, name }: DeployedPipeline,
  executionId: string,
  reason: string,
): Promise<void> {
  terminal.line(
    `  aws codepipeline stop-pipeline-execution --pipeline-name ${name} --abandon --pipeline-execution-id ${executionId}`,
  );
  await clients.codePipeline.send(
    new StopPipelineExecutionCommand({
      pipelineName: name,
      pipelineExecutionId: executionId,
      abandon: true,
      reason,
    }),
  );
}
