import { listExecutions } from '../../pipeline/executions';
import { rollBackStage } from '../../pipeline/rollback';
import { startedByBranch } from '../../git/group-by-repository';
import { expectCommitServing } from '../checks';
import type { CommitsContext } from '../context';
import { changeWatchedFiles } from '../dockerfile';
import type { CommitsPipeline } from '../pipeline';
import { expectCommitReleased, pushCommit } from '../release';

/** Another commit is released, and the deploy stage goes back to the execution that brought the one before. */
export async function rollBackToCommit(context: CommitsContext): Promise<void> {
  const [pipeline] = startedByBranch(context.application) as [CommitsPipeline];
  const before = await lastRelease(pipeline);
  await changeWatchedFiles(context);
  const message = 'A change that is not wanted after all';
  const { commit, started } = await pushCommit(context, message, [pipeline]);
  await expectCommitReleased(context, pipeline, started.get(pipeline) ?? '', commit);
  await rollBackStage(context, pipeline, before.executionId, before.commit);
  await expectCommitServing(context, pipeline, before.commit);
}

/** The execution that released what serves, and its commit. */
async function lastRelease(pipeline: CommitsPipeline): Promise<{ executionId: string; commit: string }> {
  const found = (await listExecutions(pipeline)).find(({ status }) => status === 'Succeeded');
  return {
    executionId: found?.pipelineExecutionId ?? '',
    commit: found?.sourceRevisions?.[0]?.revisionId ?? '',
  };
}
