import { playedPipeline, pushRelease } from '../../git/played-pipeline';
import { approveIfAsked } from '../../pipeline/approval';
import { executionEnd, failureOf } from '../../pipeline/executions';
import { rollBackStage } from '../../pipeline/rollback';
import { expectReleaseServing, servingBefore } from '../checks';
import type { FleetContext } from '../context';
import { actionBegun } from '../moments';
import { changeImage } from '../release';
import { whileServing } from '../sampler';

/** While blue is kept, the deploy stage goes back to it: all of the traffic at once, to the very group that served. */
export async function rollBackInHold(context: FleetContext): Promise<void> {
  const { clone, expect, serving } = context;
  const pipeline = playedPipeline(context);
  const before = servingBefore(context, pipeline);
  await changeImage(context, 'a version that is regretted at once');
  const release = await pushRelease(context, 'A version that is regretted at once');
  await approveIfAsked(context, pipeline, release.executionId, release.commit);
  const { traffic } = await whileServing(context, pipeline, async () => {
    await actionBegun(context, release, 'retire');
    await rollBackStage(context, pipeline, before.executionId, before.commit);
  });
  expect.equal('all of the traffic went back in one step', traffic.slice(-2).join(', '), '100, 0');
  const status = await executionEnd(context, pipeline, release.executionId);
  const failure = await failureOf(pipeline, release.executionId);
  expect.that(
    `${pipeline.retire.action} of the release reports that it was taken back`,
    status === 'Failed' && /taken back/.test(failure),
    `${status}: ${failure}`,
  );
  await expectReleaseServing(context, pipeline, before.commit, before.executionId);
  expect.equal('the group that served before serves again', serving.get(pipeline.name)?.group, before.group);
  await clone.revert();
}

export function skipWithoutHold(context: FleetContext): string | undefined {
  const { name, settings } = playedPipeline(context);
  return settings.traffic.hold > 0 ? undefined : `${name} retires blue at once`;
}
