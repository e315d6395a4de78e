import type { Service } from '../../endpoint/service';
import type { Room } from '../../git/room';
import { cancelUploadArchive, getUploadArchiveStatus, uploadArchive } from './operations/archives';
import { createRepository } from './operations/create-repository';
import { deleteRepository } from './operations/delete-repository';
import { getBranch } from './operations/get-branch';
import { getCommit } from './operations/get-commit';
import { getRepository } from './operations/get-repository';
import { listBranches } from './operations/list-branches';
import { listRepositories } from './operations/list-repositories';
import { listTagsForResource, tagResource, untagResource } from './operations/tags';

/**
 * AWS CodeCommit as far as pipelines and the people who push need it:
 * https://docs.aws.amazon.com/codecommit/latest/APIReference/. Everything else is refused by name.
 */
export function createCodeCommit(room: Room): Service {
  return {
    name: 'codecommit',
    otherwise: 'refuse',
    operations: {
      CreateRepository: createRepository(room),
      GetRepository: getRepository(room),
      ListRepositories: listRepositories(room),
      DeleteRepository: deleteRepository(room),
      GetBranch: getBranch(room),
      ListBranches: listBranches(room),
      GetCommit: getCommit(room),
      TagResource: tagResource(room),
      UntagResource: untagResource(room),
      ListTagsForResource: listTagsForResource(room),
      UploadArchive: uploadArchive(room),
      GetUploadArchiveStatus: getUploadArchiveStatus(room),
      CancelUploadArchive: cancelUploadArchive(room),
    },
  };
}
