import type { RetryBuildInput, RetryBuildOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { findBuild } from '../find';
import { newBuild } from '../new-build';
import { invalid } from '../request';
import type { CodeBuildStore } from '../store';
import { carryOut } from '../run/start';

/** Runs a build again as it was. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_RetryBuild.html */
export const retryBuild =
  (store: CodeBuildStore): Operation<RetryBuildInput, RetryBuildOutput> =>
  async (input, context) => {
    const region = store.of(context);
    const { build: before, project } = findBuild(region, input.id);
    if (!before.buildComplete) throw invalid(`Build ${before.id} has not ended, so it cannot be retried`);
    const again = { projectName: project.name, sourceVersion: before.sourceVersion };
    const record = newBuild(region, project, again, context.caller, store.context.clock.now());
    record.build.resolvedSourceVersion = before.resolvedSourceVersion;
    region.builds.set(record.build.id, record);
    void carryOut(store, region, record);
    return { build: record.build };
  };
