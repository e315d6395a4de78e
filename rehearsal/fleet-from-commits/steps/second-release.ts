import { playedPipeline, pushRelease } from '../../git/played-pipeline';
import { expectNewImage, servingBefore } from '../checks';
import type { FleetContext } from '../context';
import { changeImage, expectReleased } from '../release';
import { whileServing } from '../sampler';

/** A commit that changes the image gets a group of its own, and the traffic step by step. */
export async function secondRelease(context: FleetContext): Promise<void> {
  const pipeline = playedPipeline(context);
  const before = servingBefore(context, pipeline);
  await changeImage(context, 'a second version');
  const release = await pushRelease(context, 'A second version');
  const { traffic } = await whileServing(context, pipeline, async () => {
    await expectReleased(context, release);
  });
  context.expect.equal(
    `the traffic of ${pipeline.name} moved in the steps that are configured`,
    traffic.filter((percent) => percent > 0).join(', '),
    pipeline.settings.traffic.steps.join(', '),
  );
  expectNewImage(context, pipeline, before);
}
