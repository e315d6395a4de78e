import { previousTag } from '../../../handlers/contract/names';
import { listExecutions } from '../../pipeline/executions';
import { shortRevision } from '../../pipeline/revision';
import { rollBackStage } from '../../pipeline/rollback';
import { digestOf, expectProtected, expectImageServing } from '../checks';
import type { UploadsContext } from '../context';
import type { UploadsPipeline } from '../pipeline';
import { expectImageReleased, pushRelease } from '../release';

/** Long after blue has ended, the deploy stage goes back to the execution that brought the image before. */
export async function rollBackToImage(context: UploadsContext): Promise<void> {
  const [pipeline] = context.application.pipelines as [UploadsPipeline];
  const before =
    (await digestOf(pipeline, previousTag(pipeline.identity))) ?? (await releaseAnother(context, pipeline));
  const serving = context.serving.get(pipeline.name) ?? '';
  const target = await executionOf(pipeline, before);
  const brought = `an execution of ${pipeline.name} brought ${shortRevision(before)}`;
  context.expect.that(brought, target !== undefined);
  if (!target) return;
  await rollBackStage(context, pipeline, target, before);
  await expectImageServing(context, pipeline, before);
  await expectProtected(context, pipeline, before, serving);
  context.serving.set(pipeline.name, before);
}

/** Where the steps before released one image only, releases another; returns the one it replaced. */
async function releaseAnother(context: UploadsContext, pipeline: UploadsPipeline): Promise<string> {
  const before = context.serving.get(pipeline.name) ?? '';
  const release = await pushRelease(context, 'release 6');
  const { pipelines } = context.application;
  await context.clock.together(pipelines, (each) => expectImageReleased(context, each, release));
  return before;
}

/** The execution that released an image and succeeded. */
async function executionOf(pipeline: UploadsPipeline, digest: string): Promise<string | undefined> {
  const found = (await listExecutions(pipeline)).find(
    ({ status, sourceRevisions }) =>
      status === 'Succeeded' && sourceRevisions?.some(({ revisionId }) => revisionId === digest),
  );
  return found?.pipelineExecutionId;
}
