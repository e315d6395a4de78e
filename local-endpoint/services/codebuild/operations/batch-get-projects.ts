import type { BatchGetProjectsInput, BatchGetProjectsOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { nameOf } from '../find';
import { batchOf } from '../request';
import type { CodeBuildStore } from '../store';

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetProjects.html */
export const batchGetProjects =
  (store: CodeBuildStore): Operation<BatchGetProjectsInput, BatchGetProjectsOutput> =>
  async (input, context) => {
    const { projects } = store.of(context);
    const names = batchOf(input.names, 'names');
    const found = names.flatMap((name) => projects.get(nameOf(name)) ?? []);
    return {
      projects: found,
      projectsNotFound: names.filter((name) => !projects.has(nameOf(name))),
    };
  };
