import type {
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  TagResourceInput,
  UntagResourceInput,
} from '@aws-sdk/client-codecommit';
import { AwsError, type Operation } from '../../../endpoint/service';
import type { Room } from '../../../git/room';
import type { CodeCommitRepository } from '../model';

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_TagResource.html */
export const tagResource =
  (room: Room): Operation<TagResourceInput> =>
  async ({ resourceArn, tags = {} }) => {
    const repository = findByArn(room, resourceArn);
    for (const [key, value] of Object.entries(tags)) repository.tags.set(key, value);
    return {};
  };

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_UntagResource.html */
export const untagResource =
  (room: Room): Operation<UntagResourceInput> =>
  async ({ resourceArn, tagKeys = [] }) => {
    const repository = findByArn(room, resourceArn);
    for (const key of tagKeys) repository.tags.delete(key);
    return {};
  };

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource =
  (room: Room): Operation<ListTagsForResourceInput, ListTagsForResourceOutput> =>
  async ({ resourceArn }) => ({ tags: Object.fromEntries(findByArn(room, resourceArn).tags) });

function findByArn(room: Room, arn: string | undefined): CodeCommitRepository {
  const repository = [...room.codecommit.values()].find((known) => known.arn === arn);
  if (repository) return repository;
  throw new AwsError('RepositoryDoesNotExistException', `${arn} does not exist`);
}
