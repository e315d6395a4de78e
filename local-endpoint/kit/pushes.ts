/** Pushes to the repositories that connections reach, between the service that receives them and those they start. */
export interface Pushes {
  /** @param listener returns what the pusher is shown, a line each; the push waits for it */
  subscribe(listener: PushListener): void;
  /** Hands a push to every subscriber; returns all that the pusher is shown. */
  publish(push: Push): Promise<readonly string[]>;
}

/** Reacts to a push. */
export type PushListener = (push: Push) => Promise<readonly string[]>;

/** Nobody subscribes at first. */
export function createPushes(): Pushes {
  const listeners: PushListener[] = [];
  return {
    subscribe: (listener) => void listeners.push(listener),
    publish: async (push) => (await Promise.all(listeners.map((listener) => listener(push)))).flat(),
  };
}

/** What one `git push` changed. */
export interface Push {
  /** `owner/name` */
  readonly repository: string;
  /** One per branch, tag or pull request, in git's own order. */
  readonly changes: readonly Change[];
}

/** A branch that was pushed, a tag, or something that happened to a pull request. */
export type Change = BranchChange | TagChange | PullRequestChange;

/** A branch that is new or points to another commit. */
export interface BranchChange {
  readonly type: 'branch';
  readonly branch: string;
  readonly commit: Commit;
  /** Paths that differ from what the branch had before. @default - unknown, because the branch is new */
  readonly files?: readonly string[];
}

/** A tag that is new or points to another commit. */
export interface TagChange {
  readonly type: 'tag';
  readonly tag: string;
  readonly commit: Commit;
}

/** A pull request that was opened, got other commits, or was closed. */
export interface PullRequestChange {
  readonly type: 'pull request';
  readonly event: 'OPEN' | 'UPDATED' | 'CLOSED';
  readonly id: string;
  readonly title: string;
  /** The branch that is to be merged. */
  readonly source: string;
  /** The branch that it is to be merged into. */
  readonly destination: string;
  /** The last of the source branch. */
  readonly commit: Commit;
  /** Paths that a merge would change. */
  readonly files: readonly string[];
}

/** A commit, as far as pipelines show it. */
export interface Commit {
  readonly id: string;
  /** With its body. */
  readonly message: string;
  readonly author: Signature;
}

/** Who did something, and when. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: Date;
}
