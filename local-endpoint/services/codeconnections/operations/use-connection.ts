import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { connectionInUse } from '../find-connection';
import type { ConnectionsStore } from '../store';

interface UseConnectionInput {
  readonly ConnectionArn?: string;
  /** `owner/name` */
  readonly FullRepositoryId?: string;
  readonly BranchName?: string;
  /** @default - the last one of the branch */
  readonly CommitId?: string;
}

/**
 * The call with which CodePipeline finds a commit and downloads its files. It is in no SDK, but the permission for it,
 * `codeconnections:UseConnection`, is documented.
 * https://docs.aws.amazon.com/dtconsole/latest/userguide/security-iam.html#permissions-reference-connections-use
 */
export const useConnection =
  (store: ConnectionsStore): Operation<UseConnectionInput> =>
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
