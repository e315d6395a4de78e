import type { GetCommitInput, GetCommitOutput, UserInfo } from '@aws-sdk/client-codecommit';
import { AwsError, type Operation } from '../../../endpoint/service';
import type { Signature } from '../../../git/pushes';
import type { Room } from '../../../git/room';
import { findRepository } from '../find-repository';

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_GetCommit.html */
export const getCommit =
  (room: Room): Operation<GetCommitInput, GetCommitOutput> =>
  async ({ repositoryName, commitId }, context) => {
    const { files } = findRepository(room, context, repositoryName);
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
