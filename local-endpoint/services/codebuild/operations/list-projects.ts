import type { ListProjectsInput, ListProjectsOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { pageOf, sorted } from '../request';
import type { CodeBuildStore } from '../store';
import type { StoredProject } from '../stored-project';

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListProjects.html */
export const listProjects =
  (store: CodeBuildStore): Operation<ListProjectsInput, ListProjectsOutput> =>
  async ({ sortBy = 'NAME', sortOrder, nextToken }, context) => {
    const projects = [...store.of(context).projects.values()].sort((one, other) =>
      keyOf(one, sortBy) < keyOf(other, sortBy) ? -1 : 1,
    );
    const { page, ...rest } = pageOf(sorted(projects, sortOrder, 'ASCENDING'), nextToken);
    return { projects: page.map(({ name }) => name), ...rest };
  };

function keyOf({ name, created, lastModified }: StoredProject, sortBy: string): string {
  if (sortBy === 'NAME') return name;
  return (sortBy === 'CREATED_TIME' ? created : lastModified)?.toISOString() ?? '';
}
