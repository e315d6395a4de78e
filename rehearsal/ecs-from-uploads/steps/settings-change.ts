import { approveIfAsked } from '../../pipeline/approval';
import { executionEnd } from '../../pipeline/executions';
import { expectRevision, startExecutions } from '../../pipeline/release';
import { digestOf, expectImageServing } from '../checks';
import type { UploadsContext } from '../context';
import type { UploadsPipeline } from '../pipeline';
import type { ServingGroup } from '../serving';
import { settingsFor } from '../find-settings';
import { uploadSettings, withVariable } from '../settings';

const VARIABLE = { name: 'BANNER', value: 'Autumn sale' } as const;

/** New settings start a release of their own, with whatever image the tag names at that moment. */
export async function settingsChange(context: UploadsContext): Promise<void> {
  const [pipeline] = context.application.pipelines as [UploadsPipeline];
  const { expect, terminal } = context;
  const digest = (await digestOf(pipeline, pipeline.images[0]?.tag ?? '')) ?? '';
  const before =
    context.settings.get(pipeline.name) ?? (await settingsFor(pipeline, context.applicationsFolder));
  let version = '';
  const started = await startExecutions(context, [pipeline], async () => {
    version = await uploadSettings(pipeline, withVariable(before, VARIABLE.name, VARIABLE.value));
    const { bucket, key } = pipeline.settings;
    terminal.line(`  aws s3 cp settings.zip s3://${bucket}/${key} → version ${version}`);
  });
  const executionId = started.get(pipeline) ?? '';
  await approveIfAsked(context, pipeline, executionId, digest);
  const status = await executionEnd(context, pipeline, executionId);
  expect.equal(`${pipeline.name} released the settings`, status, 'Succeeded');
  const source = { action: pipeline.settings.action, name: 'VersionId' } as const;
  await expectRevision(context, pipeline, executionId, source, version);
  const serving = await expectImageServing(context, pipeline, digest);
  context.serving.set(pipeline.name, digest);
  expect.equal('the changed setting serves', variableOf(serving, VARIABLE.name), VARIABLE.value);
}

/** An environment variable of whichever container has it. */
function variableOf({ taskDefinition }: ServingGroup, wanted: string): string | undefined {
  const containers = taskDefinition.containerDefinitions ?? [];
  const variables = containers.flatMap(({ environment }) => environment ?? []);
  return variables.find(({ name }) => name === wanted)?.value;
}
