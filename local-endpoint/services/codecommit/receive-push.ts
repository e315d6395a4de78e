import { chooseDefaultBranch } from '../../git/default-branch';
import type { ReceivedPush } from '../../git/git-server';
import { parseReferences, type Reference } from '../../git/references';
import type { CodeCommitStore } from './store';
import type { CodeCommitRepository } from './model';

/**
 * Raises "CodeCommit Repository State Change" for every branch and tag that a push changed.
 * https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html
 * @returns what the pusher is told: nothing, as EventBridge works behind the push
 */
export async function receiveCodeCommitPush(
  store: CodeCommitStore,
  repository: CodeCommitRepository,
  { references: text }: ReceivedPush,
): Promise<readonly string[]> {
  const references = parseReferences(text);
  await chooseDefaultBranch(repository.files, references);
  repository.modified = store.context.clock.now();
  for (const reference of references) await raise(store, repository, reference);
  return [];
}

async function raise(
  store: CodeCommitStore,
  repository: CodeCommitRepository,
  reference: Reference,
): Promise<void> {
  const { type, name, fullName, before, after } = reference;
  const id = async (object: string) => (await repository.files.commit(object))?.id ?? object;
  store.context.bus.emit({
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
