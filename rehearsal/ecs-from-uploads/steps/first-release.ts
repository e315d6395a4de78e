import { expectPinned } from '../checks';
import type { BlueGreenPipeline } from '../deployed-pipeline';
import { ended, knownExecutions, newExecution } from '../../pipeline/executions';
import { pushImage } from '../push-image';
import { expectReleased, pushRelease } from '../release';
import { settingsFor, uploadSettings } from '../settings';
import type { Stage } from '../context';

/** Settings arrive before any image: the execution they start takes them and fails for want of an image. */
export async function firstSettings(stage: Stage): Promise<void> {
  for (const pipeline of stage.application.pipelines) {
    const known = await knownExecutions(pipeline);
    const settings = await settingsFor(pipeline, stage.applicationsFolder);
    stage.settings.set(pipeline.name, settings);
    const version = await uploadSettings(pipeline, settings);
    const executionId = await newExecution(stage, pipeline, known);
    stage.expect.equal(
      `${pipeline.name} fails at its source`,
      await ended(stage, pipeline, executionId),
      'Failed',
    );
    await expectPinned(stage, pipeline, executionId, pipeline.settings.action, 'VersionId', version);
  }
}

/** The first image is released everywhere. */
export async function firstRelease(stage: Stage): Promise<void> {
  const { pipelines, production } = stage.application;
  for (const image of production.images.slice(1)) {
    await pushImage(production.clients, image.repository, image.tag, `${image.repository} of release 1`);
    await Promise.all(pipelines.map((pipeline) => sourcesFailed(stage, pipeline)));
  }
  const release = await pushRelease(stage, 'release 1');
  await Promise.all(pipelines.map((pipeline) => expectReleased(stage, pipeline, release)));
}

async function sourcesFailed(stage: Stage, pipeline: BlueGreenPipeline): Promise<void> {
  for (const executionId of await knownExecutions(pipeline)) await ended(stage, pipeline, executionId);
}
