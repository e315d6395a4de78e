import { expectRevision, expectSuccess, type StartedExecutions, startExecutions } from '../pipeline/release';
import { shortRevision } from '../pipeline/revision';
import { expectProtected, expectImageServing } from './checks';
import type { UploadsContext } from './context';
import type { UploadsPipeline } from './pipeline';
import { pushImageManifest } from './push-image';

/** An image that was pushed, and the executions that it started. */
export interface PushedRelease {
  readonly digest: string;
  readonly executions: StartedExecutions<UploadsPipeline>;
}

/** Pushes a new first image and waits for the execution that the event starts in each pipeline. */
export async function pushRelease(context: UploadsContext, content: string): Promise<PushedRelease> {
  const { pipelines, production } = context.application;
  const { repository = '', tag = '' } = production.images[0] ?? {};
  let digest = '';
  const executions = await startExecutions(context, pipelines, async () => {
    digest = await pushImageManifest(production.clients, repository, tag, content);
    context.terminal.line(`  docker push ${repository}:${tag} → ${shortRevision(digest)}`);
  });
  return { digest, executions };
}

/** Approves where the pipeline asks for it, waits for the end and expects the release to serve. */
export async function expectImageReleased(
  context: UploadsContext,
  pipeline: UploadsPipeline,
  { digest, executions }: PushedRelease,
): Promise<void> {
  const executionId = executions.get(pipeline) ?? '';
  if (!(await expectSuccess(context, pipeline, executionId, digest))) return;
  const source = { action: pipeline.images[0]?.action ?? '', name: 'ImageDigest' } as const;
  await expectRevision(context, pipeline, executionId, source, digest);
  await expectImageServing(context, pipeline, digest);
  await expectProtected(context, pipeline, digest, context.serving.get(pipeline.name));
  context.serving.set(pipeline.name, digest);
}

/** {@link expectImageReleased} in every environment but production. */
export async function expectReleasedElsewhere(
  context: UploadsContext,
  release: PushedRelease,
): Promise<void> {
  const { pipelines, production } = context.application;
  const others = pipelines.filter((pipeline) => pipeline !== production);
  await context.clock.together(others, (pipeline) => expectImageReleased(context, pipeline, release));
}
