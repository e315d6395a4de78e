import type { DeleteProjectInput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { nameOf } from '../find';
import { invalid } from '../request';
import type { Room } from '../room';

/** Its builds stay; one that is gone already is no error. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DeleteProject.html */
export const deleteProject =
  (room: Room): Operation<DeleteProjectInput> =>
  async (input, context) => {
    if (!input.name) throw invalid('Project name is required');
    const region = room.of(context);
    region.projects.delete(nameOf(input.name));
    region.buildNumbers.delete(nameOf(input.name));
    return {};
  };
