/**
 * The calls with which CodePipeline downloads the files of a commit. They are in no SDK, but the permissions for them are
 * documented:
 * https://docs.aws.amazon.com/codecommit/latest/userguide/auth-and-access-control-permissions-reference.html#aa-acp
 */
import { randomUUID } from 'node:crypto';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { findRepository } from '../find-repository';
import type { CodeCommitStore } from '../store';

interface UploadArchiveInput {
  readonly repositoryName?: string;
  readonly commitId?: string;
}

interface UploadInput {
  readonly repositoryName?: string;
  readonly uploadId?: string;
}

/** Starts to pack the files of a commit. */
export const uploadArchive =
  (store: CodeCommitStore): Operation<UploadArchiveInput> =>
  async ({ repositoryName, commitId = '' }, context) => {
    const { files, archives } = findRepository(store, context, repositoryName);
    const commit = await files.commit(commitId);
    if (!commit) throw new AwsError('CommitDoesNotExistException', `${commitId} does not exist`);
    const uploadId = randomUUID();
    const archive = files.archive(commit.id);
    archive.catch(() => undefined); // GetUploadArchiveStatus fails with it
    archives.set(uploadId, archive);
    return { uploadId };
  };

/** Waits for an archive and returns it; in AWS it returns the status alone. */
export const getUploadArchiveStatus =
  (store: CodeCommitStore): Operation<UploadInput> =>
  async ({ repositoryName, uploadId = '' }, context) => {
    const archive = findRepository(store, context, repositoryName).archives.get(uploadId);
    if (!archive) throw new AwsError('InvalidUploadIdException', `${uploadId} does not exist`);
    return { status: 'SUCCEEDED', archive: await archive };
  };

/** Drops an archive, whether it is ready or not. */
export const cancelUploadArchive =
  (store: CodeCommitStore): Operation<UploadInput> =>
  async ({ repositoryName, uploadId = '' }, context) => {
    findRepository(store, context, repositoryName).archives.delete(uploadId);
    return {};
  };
