import type { ListBuildsForProjectInput, ListBuildsForProjectOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { findProject } from '../find';
import { pageOf, sorted } from '../request';
import type { CodeBuildStore } from '../store';

/** Newest first. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListBuildsForProject.html */
export const listBuildsForProject =
  (store: CodeBuildStore): Operation<ListBuildsForProjectInput, ListBuildsForProjectOutput> =>
  async ({ projectName, sortOrder, nextToken }, context) => {
    const region = store.of(context);
    const { name } = findProject(region, projectName);
    const builds = [...region.builds.values()].filter(({ build }) => build.projectName === name);
    const ids = builds.map(({ build }) => build.id);
    const { page, ...rest } = pageOf(sorted(ids, sortOrder, 'DESCENDING'), nextToken);
    return { ids: page, ...rest };
  };
