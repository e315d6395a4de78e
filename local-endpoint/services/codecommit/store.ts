import type { ServiceContext } from '../../kit/context';
import { Store } from '../../kit/store';
import type { CodeCommitRepository } from './model';

/** What CodeCommit keeps. */
export interface CodeCommitStore {
  readonly context: ServiceContext;
  /** Repositories by name. */
  readonly repositories: Store<Map<string, CodeCommitRepository>>;
}

/** A store without repositories. */
export const createCodeCommitStore = (context: ServiceContext): CodeCommitStore => ({
  context,
  repositories: new Store(() => new Map()),
});
