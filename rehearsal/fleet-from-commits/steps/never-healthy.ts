import { expectFailure, outcomeOf, playedPipeline, pushRelease } from '../../git/played-pipeline';
import { expectUnchanged } from '../checks';
import type { FleetContext } from '../context';
import { greenMade } from '../moments';
import { approveIfAsked } from '../../pipeline/approval';
import { whileServing } from '../sampler';

/** Tags of the image, which the local endpoint takes for how its instances fare. */
const IMAGE_TAGS = 'image-tags.json';

/** The image's instances start and never answer: no traffic moves, the failure names them, and the group is removed. */
export async function neverHealthy(context: FleetContext): Promise<void> {
  const { clone, expect } = context;
  const pipeline = playedPipeline(context);
  await clone.write(IMAGE_TAGS, JSON.stringify({ 'rehearsal.health': 'never' }));
  const release = await pushRelease(context, 'A version that never answers');
  const { traffic } = await whileServing(context, pipeline, async () => {
    await approveIfAsked(context, pipeline, release.executionId, release.commit);
    const { instanceIds } = await greenMade(context, release);
    const outcome = await outcomeOf(context, { ...release, pipeline: { ...pipeline, approval: undefined } });
    expectFailure(context, pipeline, outcome, pipeline.green.action);
    expect.that(
      'its message names an instance',
      instanceIds.some((id) => outcome.failure.includes(id)),
      outcome.failure,
    );
    expect.that(
      'its message has the load balancer’s reason',
      /Target\.\w+|[Hh]ealth checks? failed/.test(outcome.failure),
      outcome.failure,
    );
  });
  expect.equal('no traffic moved', traffic.join(', '), '0');
  await expectUnchanged(context, pipeline);
  await clone.revert();
}
