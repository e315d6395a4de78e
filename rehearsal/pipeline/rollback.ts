import { RollbackStageCommand } from '@aws-sdk/client-codepipeline';
import type { RehearsalContext } from '../context';
import type { DeployedPipeline } from './deployed-pipeline';
import { executionEnd } from './executions';
import { shortRevision } from './revision';

/**
 * Rolls the deploy stage back to an earlier execution, and expects that to succeed.
 * @param revision what the earlier execution released
 */
export async function rollBackStage(
  context: RehearsalContext,
  pipeline: DeployedPipeline,
  targetExecutionId: string,
  revision: string,
): Promise<void> {
  const { stage } = pipeline.deploy;
  context.terminal.line(
    `  aws codepipeline rollback-stage --pipeline-name ${pipeline.name} --stage-name ${stage} --target-pipeline-execution-id ${targetExecutionId}`,
  );
  const { pipelineExecutionId = '' } = await pipeline.clients.codePipeline.send(
    new RollbackStageCommand({
      pipelineName: pipeline.name,
      stageName: stage,
      targetPipelineExecutionId: targetExecutionId,
    }),
  );
  const status = await executionEnd(context, pipeline, pipelineExecutionId);
  context.expect.equal(`${pipeline.name} went back to ${shortRevision(revision)}`, status, 'Succeeded');
}
