import { randomUUID } from 'node:crypto';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import type { CodeCommitStore } from '../store';
import { findRepository } from '../find-repository';

interface Upload {
  readonly repositoryName?: string;
  readonly uploadId?: string;
}

/**
 * Begins to pack the files of a commit, as CodePipeline has CodeCommit do behind the scenes. AWS has no such call in its
 * API, but the right to it.
 * https://docs.aws.amazon.com/codecommit/latest/userguide/auth-and-access-control-permissions-reference.html#aa-acp
 */
export const uploadArchive =
  (store: CodeCommitStore): Operation<{ readonly repositoryName?: string; readonly commitId?: string }> =>
  async ({ repositoryName, commitId = '' }, context) => {
    const { files, archives } = findRepository(store, context, repositoryName);
    const commit = await files.commit(commitId);
    if (!commit) throw new AwsError('CommitDoesNotExistException', `${commitId} does not exist`);
    const uploadId = randomUUID();
    const archive = files.archive(commit.id);
    archive.catch(() => undefined); // whoever asks for it hears of it
    archives.set(uploadId, archive);
    return { uploadId };
  };

/** Waits for an archive and gives it; in AWS it tells how far it is. */
export const getUploadArchiveStatus =
  (store: CodeCommitStore): Operation<Upload> =>
  async ({ repositoryName, uploadId = '' }, context) => {
    const archive = findRepository(store, context, repositoryName).archives.get(uploadId);
    if (!archive) throw new AwsError('InvalidUploadIdException', `${uploadId} does not exist`);
    return { status: 'SUCCEEDED', archive: await archive };
  };

/** Drops an archive, whether it is ready or not. */
export const cancelUploadArchive =
  (store: CodeCommitStore): Operation<Upload> =>
  async ({ repositoryName, uploadId = '' }, context) => {
    findRepository(store, context, repositoryName).archives.delete(uploadId);
    return {};
  };
