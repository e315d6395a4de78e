import type { GetRepositoryInput, GetRepositoryOutput } from '@aws-sdk/client-codecommit';
import type { Operation } from '../../../endpoint/service';
import type { Room } from '../../../git/room';
import { describeRepository } from '../describe';
import { findRepository } from '../find-repository';

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_GetRepository.html */
export const getRepository =
  (room: Room): Operation<GetRepositoryInput, GetRepositoryOutput> =>
  async ({ repositoryName }, context) => ({
    repositoryMetadata: await describeRepository(room, findRepository(room, context, repositoryName)),
  });
