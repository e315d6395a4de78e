import type { GitRepository } from './repository';

/**
 * Finds the repository that a URL names.
 * @param path what follows the prefix, without `.git`
 * @param pushing whether the client pushes, so that a repository may be made for it
 * @returns the reason where there is none, which git shows to the person
 */
export type FindRepository = (
  path: string,
  pushing: boolean,
) => ServedRepository | string | Promise<ServedRepository | string>;

/** A repository and who reacts to a push to it. */
export interface ServedRepository {
  readonly repository: GitRepository;
  /** Reacts to a push; returns what the pusher is shown, a line each. */
  receive(push: ReceivedPush): Promise<readonly string[]>;
}

/** What git's post-receive hook is given. */
export interface ReceivedPush {
  /** A line each: old id, new id, reference. */
  readonly references: string;
  /** What was given with `git push -o`. */
  readonly options: readonly string[];
}
