import { startedByBranch } from '../../git/group-by-repository';
import { knownExecutions } from '../../pipeline/executions';
import { startExecutions } from '../../pipeline/release';
import type { FleetContext } from '../context';
import { expectReleased } from '../release';

/** The whole repository is pushed: every pipeline that the branch starts bakes it, and has its first group serve. */
export async function firstRelease(context: FleetContext): Promise<void> {
  const { application, clone, expect, terminal } = context;
  const pipelines = startedByBranch(application);
  const others = application.pipelines.filter((pipeline) => !pipelines.includes(pipeline));
  const before = await Promise.all(others.map(knownExecutions));
  if (pipelines.some(({ push }) => push.filtersPaths)) {
    await clone.commitNothing(); // of a branch that is new CodePipeline does not know which paths changed
    await clone.push();
  }
  const commit = await clone.commit('The first version');
  const started = await startExecutions(context, pipelines, async () => {
    terminal.line(`  git push origin ${clone.branch}`);
    await clone.push();
  });
  await context.clock.together(started, ([pipeline, executionId]) =>
    expectReleased(context, { pipeline, commit, executionId }),
  );
  for (const [index, other] of others.entries())
    expect.equal(
      `${other.name} was not started by ${clone.branch}`,
      String((await knownExecutions(other)).size),
      String(before[index]?.size),
    );
}
