import { playedPipeline, pushRelease } from '../../git/played-pipeline';
import { approveIfAsked } from '../../pipeline/approval';
import { executionEnd } from '../../pipeline/executions';
import { abandonExecution } from '../../pipeline/stop';
import { expectUnchanged } from '../checks';
import type { FleetContext } from '../context';
import { actionBegun, trafficMoved } from '../moments';
import { changeImage } from '../release';
import { whileServing } from '../sampler';

/** A person stops the execution when some of the traffic has moved: it goes back, and what there was of green is removed. */
export async function stoppedRelease(context: FleetContext): Promise<void> {
  const { clone, expect } = context;
  const pipeline = playedPipeline(context);
  await changeImage(context, 'a version that somebody stops');
  const release = await pushRelease(context, 'A version that somebody stops');
  await whileServing(context, pipeline, async () => {
    await approveIfAsked(context, pipeline, release.executionId, release.commit);
    await actionBegun(context, release, 'deploy');
    await trafficMoved(context, release, pipeline.settings.traffic.steps[0] ?? 100);
    await abandonExecution(context, pipeline, release.executionId, 'Not today');
    const status = await executionEnd(context, pipeline, release.executionId);
    expect.equal(`${pipeline.name} is stopped`, status, 'Stopped');
    await expectUnchanged(context, pipeline);
  });
  await clone.revert();
}
