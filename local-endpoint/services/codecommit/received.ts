import { chooseDefaultBranch, type Received } from '../../git/received';
import { parseReferences, type Reference } from '../../git/references';
import type { Room } from '../../git/room';
import type { CodeCommitRepository } from './model';

/**
 * Raises "CodeCommit Repository State Change" for every branch and tag that a push changed.
 * https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html
 * @returns what the pusher is told: nothing, as EventBridge works behind the push
 */
export async function receiveCodeCommitPush(
  room: Room,
  repository: CodeCommitRepository,
  { references: text }: Received,
): Promise<readonly string[]> {
  const references = parseReferences(text);
  await chooseDefaultBranch(repository, references);
  repository.modified = room.world.clock.now();
  for (const reference of references) await raise(room, repository, reference);
  return [];
}

async function raise(room: Room, repository: CodeCommitRepository, reference: Reference): Promise<void> {
  const { type, name, fullName, before, after } = reference;
  const id = async (object: string) => (await repository.files.commit(object))?.id ?? object;
  room.world.bus.emit({
    source: 'aws.codecommit',
    'detail-type': 'CodeCommit Repository State Change',
    account: repository.accountId,
    region: repository.region,
    resources: [repository.arn],
    detail: {
      event: after ? (before ? 'referenceUpdated' : 'referenceCreated') : 'referenceDeleted',
      callerUserArn: `arn:aws:iam::${repository.accountId}:root`,
      repositoryName: repository.name,
      repositoryId: repository.id,
      referenceType: type,
      referenceName: name,
      referenceFullName: fullName,
      ...(after && { commitId: await id(after) }),
      ...(before && { oldCommitId: await id(before) }),
    },
  });
}
