import { ended, failureOf } from '../../pipeline/executions';
import { startedByBranch } from '../application';
import { expectUnchanged } from '../checks';
import { addToDockerfiles } from '../dockerfile';
import { approveIfAsked, pushTo } from '../release';
import { lookAtServing } from '../../ecs/serving';
import type { Stage } from '../context';
import { until } from '../../until';

/** An image is built well and its containers end as soon as they start: the service goes back to what it ran before. */
export async function brokenImage(stage: Stage): Promise<void> {
  const { application, workTree, expect } = stage;
  await addToDockerfiles(stage, 'LABEL rehearsal.health="exits"');
  const commit = await workTree.commit('A change that ends as soon as it starts');
  const started = await pushTo(stage, startedByBranch(application), workTree.branch, () => workTree.push());
  for (const [pipeline, executionId] of started) {
    await approveIfAsked(stage, pipeline, executionId, commit);
    const status = await ended(stage, pipeline, executionId);
    const failure = await failureOf(pipeline, executionId);
    expect.that(
      `${pipeline.name} fails at its deployment`,
      status === 'Failed' && failure.startsWith(pipeline.deploy.action),
      `${status}: ${failure}`,
    );
    await until(stage, `${pipeline.name} going back`, 30, async () => {
      const { deployments, healthyTargets, desiredCount } = await lookAtServing(pipeline);
      return (deployments === 1 && healthyTargets === desiredCount) || undefined;
    });
    await expectUnchanged(stage, pipeline);
  }
  await workTree.revert();
}
