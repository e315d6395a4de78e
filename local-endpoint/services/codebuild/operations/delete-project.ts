import type { DeleteProjectInput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { nameOf } from '../find';
import { invalid } from '../request';
import type { CodeBuildStore } from '../store';

/** Its builds stay; one that is gone already is no error. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DeleteProject.html */
export const deleteProject =
  (store: CodeBuildStore): Operation<DeleteProjectInput> =>
  async (input, context) => {
    if (!input.name) throw invalid('Project name is required');
    const region = store.of(context);
    region.projects.delete(nameOf(input.name));
    region.buildNumbers.delete(nameOf(input.name));
    return {};
  };
