import { knownExecutions } from '../../pipeline/executions';
import { startedByBranch } from '../../git/group-by-repository';
import type { CommitsContext } from '../context';
import { expectCommitReleased, pushBranch, pushCommit } from '../release';

/**
 * The whole application is pushed: pipelines that the branch starts release it, and those that a tag starts are not
 * started. Where paths are filtered the branch is pushed empty first, because CodePipeline does not know which paths
 * changed in a branch that is new.
 */
export async function firstPush(context: CommitsContext): Promise<void> {
  const { application, clone, expect } = context;
  const pipelines = startedByBranch(application);
  const others = application.pipelines.filter((pipeline) => !pipelines.includes(pipeline));
  const before = await Promise.all(others.map(knownExecutions));
  if (pipelines.some(({ push }) => push.filtersPaths)) {
    await clone.commitNothing();
    await pushBranch(context);
  }
  const { commit, started } = await pushCommit(context, 'The first version');
  await context.clock.together(started, ([pipeline, executionId]) =>
    expectCommitReleased(context, pipeline, executionId, commit),
  );
  for (const [index, other] of others.entries())
    expect.equal(
      `${other.name} was not started by ${clone.branch}`,
      String((await knownExecutions(other)).size),
      String(before[index]?.size),
    );
}
