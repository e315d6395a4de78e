import type { ReceivedPush } from '../../git/served-repository';
import { chooseDefaultBranch, type GitReference, parseReferences } from '../../git/references';
import type { CodeCommitRepository, CodeCommitStore } from './store';

/**
 * Emits "CodeCommit Repository State Change" for every branch and tag that a push changed.
 * https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html
 * @returns no lines for the pusher, because the push does not wait for EventBridge
 */
export async function receiveCodeCommitPush(
  store: CodeCommitStore,
  repository: CodeCommitRepository,
  { references: text }: ReceivedPush,
): Promise<readonly string[]> {
  const references = parseReferences(text);
  await chooseDefaultBranch(repository.files, references);
  repository.modified = store.context.clock.now();
  for (const reference of references) await emitStateChange(store, repository, reference);
  return [];
}

async function emitStateChange(
  store: CodeCommitStore,
  repository: CodeCommitRepository,
  reference: GitReference,
): Promise<void> {
  const { type, name, fullName, before, after } = reference;
  const id = async (object: string) => (await repository.files.commit(object))?.id ?? object;
  store.context.bus.emit({
    source: 'aws.codecommit',
    'detail-type': 'CodeCommit Repository State Change',
    ...repository.scope,
    resources: [repository.arn],
    detail: {
      event: after ? (before ? 'referenceUpdated' : 'referenceCreated') : 'referenceDeleted',
      callerUserArn: `arn:aws:iam::${repository.scope.account}:root`,
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
