import type { Repository } from '../../git/repository';

/** A repository of CodeCommit. */
export interface CodeCommitRepository {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly description?: string;
  readonly created: Date;
  modified: Date;
  readonly tags: Map<string, string>;
  readonly files: Repository;
  /** Archives that were asked for and not yet dropped, by upload id. */
  readonly archives: Map<string, Promise<Buffer>>;
}
