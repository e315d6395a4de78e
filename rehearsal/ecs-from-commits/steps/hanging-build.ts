import { BatchGetBuildsCommand, ListBuildsForProjectCommand } from '@aws-sdk/client-codebuild';
import { StopPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { ended } from '../../pipeline/executions';
import { until } from '../../until';
import { startedByBranch } from '../application';
import { addToCheck } from '../check-buildspec';
import { expectUnchanged } from '../checks';
import type { CommitPipeline } from '../deployed-pipeline';
import { pushTo } from '../release';
import type { Stage } from '../context';

/** A check never ends; a person stops the execution, and the build goes with it. */
export async function hangingBuild(stage: Stage): Promise<void> {
  const { application, workTree, expect, terminal } = stage;
  await addToCheck(stage, 'sleep 3600');
  await workTree.commit('A change whose test never ends');
  const started = await pushTo(stage, startedByBranch(application), workTree.branch, () => workTree.push());
  for (const [pipeline, executionId] of started) {
    await until(stage, `the check of ${pipeline.name}`, 60, async () =>
      (await lastBuild(pipeline))?.currentPhase === 'BUILD' ? true : undefined,
    );
    terminal.line(
      `  aws codepipeline stop-pipeline-execution --pipeline-name ${pipeline.name} --abandon --pipeline-execution-id ${executionId}`,
    );
    await pipeline.clients.codePipeline.send(
      new StopPipelineExecutionCommand({
        pipelineName: pipeline.name,
        pipelineExecutionId: executionId,
        abandon: true,
        reason: 'It hangs',
      }),
    );
    const status = await ended(stage, pipeline, executionId);
    expect.equal(`${pipeline.name} is stopped`, status, 'Stopped');
    const build = await until(stage, `the end of the build of ${pipeline.name}`, 60, async () => {
      const last = await lastBuild(pipeline);
      return last?.buildStatus === 'IN_PROGRESS' ? undefined : last?.buildStatus;
    });
    expect.equal('its build is stopped with it', build, 'STOPPED');
    await expectUnchanged(stage, pipeline);
  }
  await workTree.revert();
}

/** The newest build of the first check. */
async function lastBuild({ clients: { codeBuild }, projects }: CommitPipeline) {
  const projectName = projects.checks[0];
  const { ids = [] } = await codeBuild.send(new ListBuildsForProjectCommand({ projectName }));
  if (!ids[0]) return undefined;
  const { builds } = await codeBuild.send(new BatchGetBuildsCommand({ ids: ids.slice(0, 1) }));
  return builds?.[0];
}
