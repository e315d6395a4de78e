import type { GetCommitInput, GetCommitOutput, UserInfo } from '@aws-sdk/client-codecommit';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import type { Signature } from '../../../kit/pushes';
import type { CodeCommitStore } from '../store';
import { findRepository } from '../find-repository';

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_GetCommit.html */
export const getCommit =
  (store: CodeCommitStore): Operation<GetCommitInput, GetCommitOutput> =>
  async ({ repositoryName, commitId }, context) => {
    const { files } = findRepository(store, context, repositoryName);
    if (!commitId) throw new AwsError('CommitIdRequiredException', 'A commit ID is required');
    const found = /^[0-9a-f]{4,40}$/.test(commitId) ? await files.commit(commitId) : undefined;
    if (!found) throw new AwsError('CommitIdDoesNotExistException', `${commitId} does not exist`);
    const { id, tree, parents, message, author, committer } = found;
    const commit = { commitId: id, treeId: tree, parents: [...parents], message, additionalData: '' };
    return { commit: { ...commit, author: userInfo(author), committer: userInfo(committer) } };
  };

/** The date as git keeps it: seconds since 1970, and the time zone. */
const userInfo = ({ name, email, date }: Signature): UserInfo => ({
  name,
  email,
  date: `${Math.floor(date.getTime() / 1000)} +0000`,
});
