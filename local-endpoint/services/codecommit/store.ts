import type { GitRepository } from '../../git/repository';
import type { ServiceContext } from '../../kit/context';
import type { Scope } from '../../kit/scope';
import { Store } from '../../kit/store';

/** A repository of CodeCommit. */
export interface CodeCommitRepository {
  readonly scope: Scope;
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly description?: string;
  readonly created: Date;
  modified: Date;
  readonly tags: Map<string, string>;
  readonly files: GitRepository;
  /** Archives by upload id, from UploadArchive to CancelUploadArchive. */
  readonly archives: Map<string, Promise<Buffer>>;
}

/** What CodeCommit keeps. */
export interface CodeCommitStore {
  readonly context: ServiceContext;
  /** By name. */
  readonly repositories: Store<Map<string, CodeCommitRepository>>;
}

/** A store without repositories. */
export const createCodeCommitStore = (context: ServiceContext): CodeCommitStore => ({
  context,
  repositories: new Store(() => new Map<string, CodeCommitRepository>()),
});
