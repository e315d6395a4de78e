import { BatchGetBuildsCommand, type Build, ListBuildsForProjectCommand } from '@aws-sdk/client-codebuild';
import { executionEnd } from '../../pipeline/executions';
import { abandonExecution } from '../../pipeline/stop';
import { until } from '../../until';
import { addToCheck } from '../check-buildspec';
import { expectUnchanged } from '../checks';
import type { CommitsContext } from '../context';
import type { CommitsPipeline } from '../pipeline';
import { pushCommit } from '../release';

/** A check never ends; a person stops the execution, and the build stops with it. */
export async function hangingBuild(context: CommitsContext): Promise<void> {
  const { clone, expect } = context;
  await addToCheck(context, 'sleep 3600');
  const { started } = await pushCommit(context, 'A change whose test never ends');
  for (const [pipeline, executionId] of started) {
    await until(context, `the check of ${pipeline.name}`, 60, async () =>
      (await lastBuild(pipeline))?.currentPhase === 'BUILD' ? true : undefined,
    );
    await abandonExecution(context, pipeline, executionId, 'It hangs');
    const status = await executionEnd(context, pipeline, executionId);
    expect.equal(`${pipeline.name} is stopped`, status, 'Stopped');
    const build = await until(context, `the end of the build of ${pipeline.name}`, 60, async () => {
      const last = await lastBuild(pipeline);
      return last?.buildStatus === 'IN_PROGRESS' ? undefined : last?.buildStatus;
    });
    expect.equal('its build is stopped with it', build, 'STOPPED');
    await expectUnchanged(context, pipeline);
  }
  await clone.revert();
}

/** The newest build of the first check. */
async function lastBuild({ clients: { codeBuild }, builds }: CommitsPipeline): Promise<Build | undefined> {
  const [projectName] = builds.checks;
  const { ids = [] } = await codeBuild.send(new ListBuildsForProjectCommand({ projectName }));
  if (!ids[0]) return undefined;
  const { builds: found } = await codeBuild.send(new BatchGetBuildsCommand({ ids: ids.slice(0, 1) }));
  return found?.[0];
}
