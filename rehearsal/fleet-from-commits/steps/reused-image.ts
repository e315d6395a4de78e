import { playedPipeline, pushCommit } from '../../git/played-pipeline';
import { BAKE_NAMESPACE } from '../../../handlers/contract/create-launch-template-version';
import { listActions } from '../../pipeline/executions';
import { servingBefore } from '../checks';
import type { FleetContext } from '../context';
import { expectReleased } from '../release';

/** A commit that changes nothing of what goes into the image is released with the image that there is. */
export async function reusedImage(context: FleetContext): Promise<void> {
  const { clone, expect, serving } = context;
  const pipeline = playedPipeline(context);
  const before = servingBefore(context, pipeline);
  const commit = await clone.commitNothing('A change of nothing');
  const release = await pushCommit(context, commit);
  if (!(await expectReleased(context, release))) return;
  const bake = (await listActions(pipeline, release.executionId)).find(
    ({ input }) => input?.namespace === BAKE_NAMESPACE,
  );
  const { IMAGE_REUSED, AMI_ID } = bake?.output?.outputVariables ?? {};
  expect.equal('the bake reports that the image was there already', IMAGE_REUSED, 'true');
  expect.equal('it hands the same image on', AMI_ID, before.imageId);
  expect.equal('the new group runs it', serving.get(pipeline.name)?.imageId, before.imageId);
}
