import type { ListBuildsInput, ListBuildsOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { pageOf, sorted } from '../request';
import type { CodeBuildStore } from '../store';

/** Newest first. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListBuilds.html */
export const listBuilds =
  (store: CodeBuildStore): Operation<ListBuildsInput, ListBuildsOutput> =>
  async ({ sortOrder, nextToken }, context) => {
    const ids = sorted([...store.of(context).builds.keys()], sortOrder, 'DESCENDING');
    const { page, ...rest } = pageOf(ids, nextToken);
    return { ids: page, ...rest };
  };
