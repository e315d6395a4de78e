import type { StartBuildInput, StartBuildOutput } from '@aws-sdk/client-codebuild';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import type { BuildRecord } from '../build-record';
import { findBuild, findProject } from '../find';
import { newBuild } from '../new-build';
import { overridden } from '../override';
import { invalid } from '../request';
import type { Region, CodeBuildStore } from '../store';
import type { StoredProject } from '../stored-project';
import { carryOut } from '../run/start';
import { validateProject } from '../validate-project';

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html */
export const startBuild =
  (store: CodeBuildStore): Operation<StartBuildInput, StartBuildOutput> =>
  async (input, context) => {
    const region = store.of(context);
    const stored = findProject(region, input.projectName);
    const request = `${stored.name}|${input.idempotencyToken}`;
    const known = input.idempotencyToken && region.requests.get(request);
    if (known) return { build: findBuild(region, known).build };
    const project = overridden(stored, input);
    validateProject(project);
    requirePlace(region, stored);
    const record = newBuild(region, project, input, context.caller, store.context.clock.now());
    requireSource(record);
    region.builds.set(record.build.id, record);
    if (input.idempotencyToken) region.requests.set(request, record.build.id);
    void carryOut(store, region, record);
    return { build: record.build };
  };

/** @throws AwsError `AccountLimitExceededException` where the project may have no more builds at once */
function requirePlace(region: Region, { name, concurrentBuildLimit }: StoredProject): void {
  if (concurrentBuildLimit === undefined) return;
  const active = [...region.builds.values()].filter(
    ({ build }) => build.projectName === name && !build.buildComplete,
  );
  if (active.length < concurrentBuildLimit) return;
  throw new AwsError(
    'AccountLimitExceededException',
    `Cannot have more than ${concurrentBuildLimit} builds in queue for the project ${name}`,
  );
}

/** What a pipeline's project builds, only a pipeline knows. */
function requireSource({ build, project }: BuildRecord): void {
  if (project.source.type !== 'CODEPIPELINE' || build.sourceVersion?.startsWith('arn:aws:s3:::')) return;
  throw invalid(
    `Project ${project.name} has the source type CODEPIPELINE: only a pipeline, or a sourceVersion with the ARN of an object in S3, can start its build`,
  );
}
