import type { GetRepositoryInput, GetRepositoryOutput } from '@aws-sdk/client-codecommit';
import type { Operation } from '../../../kit/operation';
import type { CodeCommitStore } from '../store';
import { describeRepository } from '../describe';
import { findRepository } from '../find-repository';

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_GetRepository.html */
export const getRepository =
  (store: CodeCommitStore): Operation<GetRepositoryInput, GetRepositoryOutput> =>
  async ({ repositoryName }, context) => ({
    repositoryMetadata: await describeRepository(store, findRepository(store, context, repositoryName)),
  });
