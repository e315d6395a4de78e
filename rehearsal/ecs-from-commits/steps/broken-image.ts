import { servingTasks } from '../../ecs/serving';
import { approveIfAsked } from '../../pipeline/approval';
import { until } from '../../until';
import { expectUnchanged } from '../checks';
import type { CommitsContext } from '../context';
import { addToDockerfiles } from '../dockerfile';
import { outcomeOf, pushCommit } from '../release';

/** The build succeeds but its containers end as soon as they start: the service goes back to what it ran before. */
export async function brokenImage(context: CommitsContext): Promise<void> {
  const { clone, expect } = context;
  await addToDockerfiles(context, 'LABEL rehearsal.health="exits"');
  const { commit, started } = await pushCommit(context, 'A change that ends as soon as it starts');
  for (const [pipeline, executionId] of started) {
    await approveIfAsked(context, pipeline, executionId, commit);
    const { status, failure } = await outcomeOf(context, pipeline, executionId);
    expect.that(
      `${pipeline.name} fails at its deployment`,
      status === 'Failed' && failure.startsWith(pipeline.deploy.action),
      `${status}: ${failure}`,
    );
    await until(context, `${pipeline.name} going back`, 30, async () => {
      const { deployments, healthyTargets, desiredCount } = await servingTasks(pipeline);
      return (deployments === 1 && healthyTargets === desiredCount) || undefined;
    });
    await expectUnchanged(context, pipeline);
  }
  await clone.revert();
}
