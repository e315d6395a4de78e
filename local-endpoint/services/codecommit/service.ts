import type { LocalService } from '../../kit/local-service';
import { findRepositoryByUrl } from './find-repository';
import { cancelUploadArchive, getUploadArchiveStatus, uploadArchive } from './operations/archives';
import { getBranch, getCommit, listBranches } from './operations/branches';
import {
  createRepository,
  deleteRepository,
  getRepository,
  listRepositories,
} from './operations/repositories';
import { listTagsForResource, tagResource, untagResource } from './operations/tags';
import { permissions } from './permissions';
import { receiveCodeCommitPush } from './receive-push';
import { resources } from './resources';
import { createCodeCommitStore } from './store';

/**
 * AWS CodeCommit, as far as pipelines and pushes need it:
 * https://docs.aws.amazon.com/codecommit/latest/APIReference/. Everything else is refused by name.
 */
export const codeCommit: LocalService = {
  name: 'codecommit',
  client: () => import('@aws-sdk/client-codecommit'),
  otherwise: 'refuse',
  permissions,
  resources,
  create(context) {
    const store = createCodeCommitStore(context);
    context.git.serve('/v1/repos/', (path) => {
      const repository = findRepositoryByUrl(store, path);
      if (typeof repository === 'string') return repository;
      return {
        repository: repository.files,
        receive: (push) => receiveCodeCommitPush(store, repository, push),
      };
    });
    return {
      operations: {
        CreateRepository: createRepository(store),
        GetRepository: getRepository(store),
        ListRepositories: listRepositories(store),
        DeleteRepository: deleteRepository(store),
        GetBranch: getBranch(store),
        ListBranches: listBranches(store),
        GetCommit: getCommit(store),
        TagResource: tagResource(store),
        UntagResource: untagResource(store),
        ListTagsForResource: listTagsForResource(store),
        UploadArchive: uploadArchive(store),
        GetUploadArchiveStatus: getUploadArchiveStatus(store),
        CancelUploadArchive: cancelUploadArchive(store),
      },
    };
  },
};
