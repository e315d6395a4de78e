import type { PullRequestChange } from '../../../kit/pushes';
import type { Repository } from '../../../git/repository';

/** A repository as GitHub or another provider would hold it. */
export interface ConnectedRepository {
  readonly name: string;
  readonly files: Repository;
  /** Open ones, by their source branch. */
  readonly pullRequests: Map<string, PullRequest>;
  /** How many there have ever been. */
  pullRequestCount: number;
}

/** A pull request that is open. */
export interface PullRequest extends Pick<PullRequestChange, 'id' | 'title' | 'source' | 'destination'> {
  /** The last commit it was seen with. */
  head: string;
}
