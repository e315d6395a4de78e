import { executionEnd, knownExecutions } from '../../pipeline/executions';
import { expectRevision, startExecutions } from '../../pipeline/release';
import type { UploadsContext } from '../context';
import type { UploadsPipeline } from '../pipeline';
import { pushImageManifest } from '../push-image';
import { expectImageReleased, pushRelease } from '../release';
import { settingsFor } from '../find-settings';
import { uploadSettings } from '../settings';

/** Settings arrive before any image: the execution they start takes them, and fails because there is no image. */
export async function firstSettings(context: UploadsContext): Promise<void> {
  for (const pipeline of context.application.pipelines) {
    const settings = await settingsFor(pipeline, context.applicationsFolder);
    context.settings.set(pipeline.name, settings);
    let version = '';
    const started = await startExecutions(context, [pipeline], async () => {
      version = await uploadSettings(pipeline, settings);
    });
    const executionId = started.get(pipeline) ?? '';
    const status = await executionEnd(context, pipeline, executionId);
    context.expect.equal(`${pipeline.name} fails at its source`, status, 'Failed');
    const source = { action: pipeline.settings.action, name: 'VersionId' } as const;
    await expectRevision(context, pipeline, executionId, source, version);
  }
}

/** The first image is released everywhere. */
export async function firstRelease(context: UploadsContext): Promise<void> {
  const { pipelines, production } = context.application;
  for (const image of production.images.slice(1)) {
    await pushImageManifest(
      production.clients,
      image.repository,
      image.tag,
      `${image.repository} of release 1`,
    );
    await context.clock.together(pipelines, (pipeline) => executionsEnd(context, pipeline));
  }
  const release = await pushRelease(context, 'release 1');
  await context.clock.together(pipelines, (pipeline) => expectImageReleased(context, pipeline, release));
}

async function executionsEnd(context: UploadsContext, pipeline: UploadsPipeline): Promise<void> {
  for (const executionId of await knownExecutions(pipeline))
    await executionEnd(context, pipeline, executionId);
}
