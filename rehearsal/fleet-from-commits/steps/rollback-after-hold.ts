import { playedPipeline, pushRelease } from '../../git/played-pipeline';
import { rollBackStage } from '../../pipeline/rollback';
import { expectReleaseServing, servingBefore } from '../checks';
import type { FleetContext } from '../context';
import { changeImage, expectReleased } from '../release';
import { whileServing } from '../sampler';

/** Long after blue has gone, the stage goes back: the image before comes up in a new group, which takes over. */
export async function rollBackAfterHold(context: FleetContext): Promise<void> {
  const { expect, serving } = context;
  const pipeline = playedPipeline(context);
  const before = servingBefore(context, pipeline);
  await changeImage(context, 'a version that is regretted later');
  if (!(await expectReleased(context, await pushRelease(context, 'A version that is regretted later'))))
    return;
  await whileServing(context, pipeline, async () => {
    // where an approval stands between green and its traffic, each is a stage of its own
    if (pipeline.green.stage !== pipeline.deploy.stage)
      await rollBackStage(
        context,
        { ...pipeline, deploy: pipeline.green },
        before.executionId,
        before.commit,
      );
    await rollBackStage(context, pipeline, before.executionId, before.commit);
    await expectReleaseServing(context, pipeline, before.commit, before.executionId);
  });
  const after = serving.get(pipeline.name);
  expect.equal('the image before serves again', after?.imageId, before.imageId);
  expect.that('in a group of its own', after !== undefined && after.group !== before.group, after?.group);
}
