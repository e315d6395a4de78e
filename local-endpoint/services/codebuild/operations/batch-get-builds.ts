import type { BatchGetBuildsInput, BatchGetBuildsOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { buildIdOf } from '../find';
import { batchOf } from '../request';
import type { CodeBuildStore } from '../store';

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetBuilds.html */
export const batchGetBuilds =
  (store: CodeBuildStore): Operation<BatchGetBuildsInput, BatchGetBuildsOutput> =>
  async (input, context) => {
    const { builds } = store.of(context);
    const ids = batchOf(input.ids, 'ids');
    const found = ids.flatMap((id) => builds.get(buildIdOf(id))?.build ?? []);
    return {
      builds: found,
      buildsNotFound: ids.filter((id) => !builds.has(buildIdOf(id))),
    };
  };
