import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import type { ConnectionsStore } from '../store';
import { connectionInUse } from '../find-connection';

interface Input {
  readonly ConnectionArn?: string;
  /** `owner/name` */
  readonly FullRepositoryId?: string;
  readonly BranchName?: string;
  /** Taken instead of the branch's last. */
  readonly CommitId?: string;
}

/**
 * What CodePipeline does with a connection behind the scenes: finds a commit and downloads its files. AWS has no such
 * call in its API, but the right to it, `codeconnections:UseConnection`.
 * https://docs.aws.amazon.com/dtconsole/latest/userguide/security-iam.html#permissions-reference-connections-use
 */
export const useConnection =
  (store: ConnectionsStore): Operation<Input> =>
  async ({ ConnectionArn, FullRepositoryId: name = '', BranchName = '', CommitId }) => {
    const { providerType } = connectionInUse(store, ConnectionArn);
    const repository = store.repositories.get(name)?.files;
    const commit = CommitId ? await repository?.commit(CommitId) : await repository?.branch(BranchName);
    if (!repository || !commit) {
      const missing = CommitId ? `Commit [${CommitId}]` : `Branch [${BranchName}]`;
      throw new AwsError(
        'ResourceNotFoundException',
        `[${providerType}] No ${missing} found for FullRepositoryName [${name}]`,
      );
    }
    const { id, message, author } = commit;
    return {
      ProviderType: providerType,
      Commit: { id, message, author },
      Archive: await repository.archive(id),
    };
  };
