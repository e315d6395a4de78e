import { RollbackStageCommand } from '@aws-sdk/client-codepipeline';
import { ended, executionsOf } from '../../pipeline/executions';
import { startedByBranch } from '../application';
import { expectReleased, short } from '../checks';
import type { CommitPipeline } from '../deployed-pipeline';
import { changeWatchedFiles } from '../dockerfile';
import { expectRelease, pushTo } from '../release';
import type { Stage } from '../context';

/** Another commit is released, and the deploy stage goes back to the execution that brought the one before. */
export async function goingBack(stage: Stage): Promise<void> {
  const { application, workTree, expect, terminal } = stage;
  const pipelines = startedByBranch(application).slice(0, 1);
  const [pipeline] = pipelines as [CommitPipeline];
  const before = await lastRelease(pipeline);
  await changeWatchedFiles(stage);
  const commit = await workTree.commit('A change that is not wanted after all');
  const started = await pushTo(stage, pipelines, workTree.branch, () => workTree.push());
  await expectRelease(stage, pipeline, started.get(pipeline) ?? '', commit);
  terminal.line(
    `  aws codepipeline rollback-stage --pipeline-name ${pipeline.name} --stage-name ${pipeline.deploy.stage} --target-pipeline-execution-id ${before.id}`,
  );
  const { pipelineExecutionId = '' } = await pipeline.clients.codePipeline.send(
    new RollbackStageCommand({
      pipelineName: pipeline.name,
      stageName: pipeline.deploy.stage,
      targetPipelineExecutionId: before.id,
    }),
  );
  const status = await ended(stage, pipeline, pipelineExecutionId);
  expect.equal(`${pipeline.name} went back to ${short(before.commit)}`, status, 'Succeeded');
  await expectReleased(stage, pipeline, before.commit);
}

/** The execution that made what serves, and its commit. */
async function lastRelease(pipeline: CommitPipeline): Promise<{ id: string; commit: string }> {
  const found = (await executionsOf(pipeline)).find(({ status }) => status === 'Succeeded');
  return {
    id: found?.pipelineExecutionId ?? '',
    commit: found?.sourceRevisions?.[0]?.revisionId ?? '',
  };
}
