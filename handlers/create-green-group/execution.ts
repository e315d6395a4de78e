import { GetPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import type { Look } from './look';

/** Whether the execution that brought up a group may still go on with it. */
export async function isExecutionRunning(
  { clients, pipeline }: Look,
  pipelineExecutionId: string,
): Promise<boolean> {
  try {
    const { pipelineExecution } = await clients.codePipeline.send(
      new GetPipelineExecutionCommand({ pipelineName: pipeline, pipelineExecutionId }),
    );
    return ['InProgress', 'Stopping'].includes(pipelineExecution?.status ?? '');
  } catch (error) {
    if ((error as Error).name === 'PipelineExecutionNotFoundException') return false;
    throw error;
  }
}
