import { pushImage } from './push-image';
import type { BlueGreenPipeline } from './deployed-pipeline';
import { expectPinned, expectProtected, expectServing, short } from './checks';
import { answerApproval, pendingApproval } from '../pipeline/approval';
import { ended, failureOf, knownExecutions, newExecution } from '../pipeline/executions';
import type { Stage } from './context';

/** A push and the executions that it started. */
export interface Release {
  readonly digest: string;
  /** Execution ids by pipeline. */
  readonly executions: ReadonlyMap<string, string>;
}

/** Pushes a new first image and waits for the execution that the event starts in each pipeline. */
export async function pushRelease(stage: Stage, content: string): Promise<Release> {
  const { pipelines, production } = stage.application;
  const [image] = production.images;
  const known = new Map(
    await Promise.all(
      pipelines.map(async (pipeline) => [pipeline.name, await knownExecutions(pipeline)] as const),
    ),
  );
  const digest = await pushImage(production.clients, image?.repository ?? '', image?.tag ?? '', content);
  stage.terminal.line(`  docker push ${image?.repository}:${image?.tag} → ${short(digest)}`);
  const executions = new Map<string, string>();
  for (const pipeline of pipelines) {
    const executionId = await newExecution(stage, pipeline, known.get(pipeline.name) ?? new Set());
    executions.set(pipeline.name, executionId);
  }
  return { digest, executions };
}

/** Approves where that is asked for, waits for the end and expects the release to serve. */
export async function expectReleased(
  stage: Stage,
  pipeline: BlueGreenPipeline,
  release: Release,
): Promise<void> {
  const executionId = release.executions.get(pipeline.name) ?? '';
  if (pipeline.approval) await approve(stage, pipeline, executionId, release.digest);
  const status = await ended(stage, pipeline, executionId);
  const reason = status === 'Succeeded' ? '' : await failureOf(pipeline, executionId);
  const released = `${pipeline.name} released ${short(release.digest)}`;
  if (!stage.expect.that(released, status === 'Succeeded', `${status}: ${reason}`)) return;
  await expectPinned(
    stage,
    pipeline,
    executionId,
    pipeline.images[0]?.action ?? '',
    'ImageDigest',
    release.digest,
  );
  await expectServing(stage, pipeline, release.digest);
  await expectProtected(stage, pipeline, release.digest, stage.serving.get(pipeline.name));
  stage.serving.set(pipeline.name, release.digest);
}

/** Approves an execution, and expects the question to have said what goes live. */
export async function approve(
  stage: Stage,
  pipeline: BlueGreenPipeline,
  executionId: string,
  digest: string,
): Promise<void> {
  const pending = await pendingApproval(stage, pipeline, executionId);
  stage.expect.that(
    `the approval of ${pipeline.name} names ${short(digest)}`,
    pending.question.includes(digest),
    pending.question,
  );
  await answerApproval(pipeline, pending, 'Approved', 'Looks right');
}

/** {@link expectReleased} in every environment but production. */
export async function expectReleasedElsewhere(stage: Stage, release: Release): Promise<void> {
  const { pipelines, production } = stage.application;
  await Promise.all(
    pipelines.filter((other) => other !== production).map((other) => expectReleased(stage, other, release)),
  );
}
