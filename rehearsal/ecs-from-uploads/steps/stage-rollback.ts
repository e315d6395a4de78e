import { RollbackStageCommand } from '@aws-sdk/client-codepipeline';
import { previousTag } from '../../../handlers/contract/names';
import { expectProtected, expectServing, short } from '../checks';
import type { BlueGreenPipeline } from '../deployed-pipeline';
import { ended, executionsOf } from '../../pipeline/executions';
import { expectReleased, pushRelease } from '../release';
import { digestOf } from '../serving';
import type { Stage } from '../context';

/** Long after blue has ended, the deploy stage goes back to the execution that brought the image before. */
export async function rolledBackLater(stage: Stage): Promise<void> {
  const [pipeline] = stage.application.pipelines as [BlueGreenPipeline];
  const before =
    (await digestOf(pipeline, previousTag(pipeline.identity))) ?? (await releaseAnother(stage, pipeline));
  const serving = stage.serving.get(pipeline.name) ?? '';
  const target = await executionOf(pipeline, before);
  stage.expect.that(`an execution of ${pipeline.name} brought ${short(before)}`, target !== undefined);
  if (!target) return;
  stage.terminal.line(
    `  aws codepipeline rollback-stage --pipeline-name ${pipeline.name} --stage-name ${pipeline.deploy.stage} --target-pipeline-execution-id ${target}`,
  );
  const { pipelineExecutionId = '' } = await pipeline.clients.codePipeline.send(
    new RollbackStageCommand({
      pipelineName: pipeline.name,
      stageName: pipeline.deploy.stage,
      targetPipelineExecutionId: target,
    }),
  );
  stage.expect.equal(
    `${pipeline.name} went back to ${short(before)}`,
    await ended(stage, pipeline, pipelineExecutionId),
    'Succeeded',
  );
  await expectServing(stage, pipeline, before);
  await expectProtected(stage, pipeline, before, serving);
  stage.serving.set(pipeline.name, before);
}

/** Where the steps before released one image only, brings another, and gives the one it replaced. */
async function releaseAnother(stage: Stage, pipeline: BlueGreenPipeline): Promise<string> {
  const before = stage.serving.get(pipeline.name) ?? '';
  const release = await pushRelease(stage, 'release 6');
  await Promise.all(stage.application.pipelines.map((each) => expectReleased(stage, each, release)));
  return before;
}

/** The execution that released an image and succeeded. */
async function executionOf(pipeline: BlueGreenPipeline, digest: string): Promise<string | undefined> {
  const executions = await executionsOf(pipeline);
  const found = executions.find(
    ({ status, sourceRevisions }) =>
      status === 'Succeeded' && sourceRevisions?.some(({ revisionId }) => revisionId === digest),
  );
  return found?.pipelineExecutionId;
}
