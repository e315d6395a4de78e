import type { BatchDeleteBuildsInput, BatchDeleteBuildsOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { buildIdOf } from '../find';
import { batchOf } from '../request';
import { buildArn, type CodeBuildStore } from '../store';

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchDeleteBuilds.html */
export const batchDeleteBuilds =
  (store: CodeBuildStore): Operation<BatchDeleteBuildsInput, BatchDeleteBuildsOutput> =>
  async (input, context) => {
    const region = store.of(context);
    const ids = batchOf(input.ids, 'ids').map(buildIdOf);
    const ended = ids.filter((id) => region.builds.get(id)?.build.buildComplete);
    for (const id of ended) region.builds.delete(id);
    const notDeleted = ids.filter((id) => !ended.includes(id));
    return {
      buildsDeleted: ended.map((id) => buildArn(region, id)),
      buildsNotDeleted: notDeleted.map((id) => ({
        id: buildArn(region, id),
        statusCode: region.builds.has(id) ? 'BUILD_IN_PROGRESS' : 'BUILD_NOT_FOUND',
      })),
    };
  };
