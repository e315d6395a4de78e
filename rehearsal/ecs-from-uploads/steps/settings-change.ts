import { expectPinned, expectServing } from '../checks';
import type { BlueGreenPipeline } from '../deployed-pipeline';
import { ended, knownExecutions, newExecution } from '../../pipeline/executions';
import { approve } from '../release';
import { digestOf } from '../serving';
import { settingsFor, uploadSettings, withVariable } from '../settings';
import type { Stage } from '../context';

/** New settings start a release of their own, with whatever image the tag holds at that moment. */
export async function settingsAlone(stage: Stage): Promise<void> {
  const [pipeline] = stage.application.pipelines as [BlueGreenPipeline];
  const known = await knownExecutions(pipeline);
  const digest = (await digestOf(pipeline, pipeline.images[0]?.tag ?? '')) ?? '';
  const settings = withVariable(
    stage.settings.get(pipeline.name) ?? (await settingsFor(pipeline, stage.applicationsFolder)),
    'BANNER',
    'Autumn sale',
  );
  const version = await uploadSettings(pipeline, settings);
  stage.terminal.line(
    `  aws s3 cp settings.zip s3://${pipeline.settings.bucket}/${pipeline.settings.key} → version ${version}`,
  );
  const executionId = await newExecution(stage, pipeline, known);
  if (pipeline.approval) await approve(stage, pipeline, executionId, digest);
  stage.expect.equal(
    `${pipeline.name} released the settings`,
    await ended(stage, pipeline, executionId),
    'Succeeded',
  );
  await expectPinned(stage, pipeline, executionId, pipeline.settings.action, 'VersionId', version);
  const serving = await expectServing(stage, pipeline, digest);
  stage.serving.set(pipeline.name, digest);
  stage.expect.equal('the changed setting serves', serving.environment.BANNER, 'Autumn sale');
}
