import { listExecutions } from '../../pipeline/executions';
import { rollBackStage } from '../../pipeline/rollback';
import { startedByBranch } from '../application';
import { expectServing } from '../checks';
import type { CommitsContext } from '../context';
import { changeWatchedFiles } from '../dockerfile';
import type { CommitsPipeline } from '../pipeline';
import { expectReleased, pushCommit } from '../release';

/** Another commit is released, and the deploy stage goes back to the execution that brought the one before. */
export async function stageRollback(context: CommitsContext): Promise<void> {
  const [pipeline] = startedByBranch(context.application) as [CommitsPipeline];
  const before = await lastRelease(pipeline);
  await changeWatchedFiles(context);
  const message = 'A change that is not wanted after all';
  const { commit, started } = await pushCommit(context, message, [pipeline]);
  await expectReleased(context, pipeline, started.get(pipeline) ?? '', commit);
  await rollBackStage(context, pipeline, before.executionId, before.commit);
  await expectServing(context, pipeline, before.commit);
}

/** The execution that released what serves, and its commit. */
async function lastRelease(pipeline: CommitsPipeline): Promise<{ executionId: string; commit: string }> {
  const found = (await listExecutions(pipeline)).find(({ status }) => status === 'Succeeded');
  return {
    executionId: found?.pipelineExecutionId ?? '',
    commit: found?.sourceRevisions?.[0]?.revisionId ?? '',
  };
}
