import type { LocalService } from '../../kit/local-service';
import { createCodeCommitStore } from './store';
import { cancelUploadArchive, getUploadArchiveStatus, uploadArchive } from './operations/archives';
import { createRepository } from './operations/create-repository';
import { deleteRepository } from './operations/delete-repository';
import { getBranch } from './operations/get-branch';
import { getCommit } from './operations/get-commit';
import { getRepository } from './operations/get-repository';
import { listBranches } from './operations/list-branches';
import { listRepositories } from './operations/list-repositories';
import { listTagsForResource, tagResource, untagResource } from './operations/tags';
import { findForUrl } from './find-for-url';
import { receiveCodeCommitPush } from './receive-push';
import { permissions } from './permissions';
import { resources } from './resources';

/**
 * AWS CodeCommit as far as pipelines and the people who push need it:
 * https://docs.aws.amazon.com/codecommit/latest/APIReference/. Everything else is refused by name.
 */
export const codeCommit: LocalService = {
  name: 'codecommit',
  otherwise: 'refuse',
  permissions,
  resources,
  create(context) {
    const store = createCodeCommitStore(context);
    context.git.serve('/v1/repos/', (path) => {
      const repository = findForUrl(store, path);
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
