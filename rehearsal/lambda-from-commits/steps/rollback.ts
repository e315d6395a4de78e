import { playedPipeline, pushRelease } from '../../git/played-pipeline';
import { rollBackStage } from '../../pipeline/rollback';
import { changeAll } from '../change-code';
import { expectReleaseServing, servingBefore } from '../checks';
import type { LambdaContext } from '../context';
import { expectReleased } from '../release';

/** A release is regretted after it has served alone: the stage goes back, and with it the versions before answer again. */
export async function rollBackVersions(context: LambdaContext): Promise<void> {
  const pipeline = playedPipeline(context);
  const before = servingBefore(context, pipeline);
  await changeAll(context, pipeline, 'regretted');
  if (!(await expectReleased(context, await pushRelease(context, 'A version that is regretted later'))))
    return;
  await rollBackStage(context, pipeline, before.executionId, before.commit);
  await expectReleaseServing(context, pipeline, before.commit, before.executionId);
}
