import type { GitRepository } from './repository';

/**
 * Finds the repository that a URL names.
 * @param path what follows the prefix, without `.git`
 * @param pushing whether the client pushes, so that a repository may be created for it
 * @returns the reason where there is none, which git shows to the user
 */
export type FindRepository = (
  path: string,
  pushing: boolean,
) => ServedRepository | string | Promise<ServedRepository | string>;

/** A repository, and what happens after a push to it. */
export interface ServedRepository {
  readonly repository: GitRepository;
  /** Called after a push; returns lines that git shows to the pusher. */
  receive(push: ReceivedPush): Promise<readonly string[]>;
}

/** The input of git's post-receive hook. */
export interface ReceivedPush {
  /** A line each: old id, new id, reference. */
  readonly references: string;
  /** The options of `git push -o`. */
  readonly options: readonly string[];
}
