import type {
  RetryBuildInput,
  RetryBuildOutput,
  StartBuildInput,
  StartBuildOutput,
} from '@aws-sdk/client-codebuild';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { findBuild, findProject } from '../find';
import type { BuildRecord, StoredProject } from '../model';
import { newBuild } from '../new-build';
import { withOverrides } from '../override';
import { invalidInput } from '../request';
import { runBuild } from '../run/run-build';
import type { CodeBuildState, CodeBuildStore } from '../store';
import { validateProject } from '../validate-project';

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html */
export const startBuild =
  (store: CodeBuildStore): Operation<StartBuildInput, StartBuildOutput> =>
  async (input, context) => {
    const state = store.state.in(scopeOf(context));
    const stored = findProject(state, input.projectName);
    const request = `${stored.name}|${input.idempotencyToken}`;
    const known = input.idempotencyToken && state.requests.get(request);
    if (known) return { build: findBuild(state, known).build };
    const project = withOverrides(stored, input);
    validateProject(project);
    requireConcurrency(state, stored);
    const record = newBuild(state, project, input, context.caller, store.context.clock.now());
    requireSource(record);
    state.builds.set(record.build.id, record);
    if (input.idempotencyToken) state.requests.set(request, record.build.id);
    void runBuild(store, state, record);
    return { build: record.build };
  };

/** Runs a build again as it was. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_RetryBuild.html */
export const retryBuild =
  (store: CodeBuildStore): Operation<RetryBuildInput, RetryBuildOutput> =>
  async (input, context) => {
    const state = store.state.in(scopeOf(context));
    const { build: before, project } = findBuild(state, input.id);
    if (!before.buildComplete)
      throw invalidInput(`Build ${before.id} has not ended, so it cannot be retried`);
    const again = { projectName: project.name, sourceVersion: before.sourceVersion };
    const record = newBuild(state, project, again, context.caller, store.context.clock.now());
    record.build.resolvedSourceVersion = before.resolvedSourceVersion;
    state.builds.set(record.build.id, record);
    void runBuild(store, state, record);
    return { build: record.build };
  };

/** @throws AwsError `AccountLimitExceededException` where the project may have no more builds at once */
function requireConcurrency({ builds }: CodeBuildState, { name, concurrentBuildLimit }: StoredProject): void {
  if (concurrentBuildLimit === undefined) return;
  const active = [...builds.values()].filter(
    ({ build }) => build.projectName === name && !build.buildComplete,
  );
  if (active.length < concurrentBuildLimit) return;
  throw new AwsError(
    'AccountLimitExceededException',
    `Cannot have more than ${concurrentBuildLimit} builds in queue for the project ${name}`,
  );
}

/** Only a pipeline knows what its project builds. */
function requireSource({ build, project }: BuildRecord): void {
  if (project.source.type !== 'CODEPIPELINE' || build.sourceVersion?.startsWith('arn:aws:s3:::')) return;
  throw invalidInput(
    `Project ${project.name} has the source type CODEPIPELINE: only a pipeline, or a sourceVersion with the ARN of an object in S3, can start its build`,
  );
}
