import { startedByBranch } from '../application';
import { expectRelease, pushAndShow, pushTo } from '../release';
import type { Stage } from '../context';
import { knownExecutions } from '../../pipeline/executions';

/**
 * The whole application is pushed: what the branch starts is released, what a tag starts is left alone. Where paths are
 * watched the branch is there before, because of one that is new CodePipeline does not know which paths changed.
 */
export async function firstPush(stage: Stage): Promise<void> {
  const { application, workTree, expect } = stage;
  const pipelines = startedByBranch(application);
  const others = application.pipelines.filter((pipeline) => !pipelines.includes(pipeline));
  const before = await Promise.all(others.map(knownExecutions));
  if (pipelines.some(({ push }) => push.choosy)) {
    await workTree.begin();
    await pushAndShow(stage, workTree.branch, () => workTree.push());
  }
  const commit = await workTree.commit('The first version');
  const started = await pushTo(stage, pipelines, workTree.branch, () => workTree.push());
  await Promise.all(
    [...started].map(([pipeline, executionId]) => expectRelease(stage, pipeline, executionId, commit)),
  );
  for (const [index, other] of others.entries())
    expect.equal(
      `${other.name} was not started by ${workTree.branch}`,
      String((await knownExecutions(other)).size),
      String(before[index]?.size),
    );
}
