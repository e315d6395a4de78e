import type { Connection } from '../../config/model';

/** A git repository and what in it starts the pipeline. */
export interface GitSource {
  readonly host:
    | { readonly type: 'connection'; readonly connection: Connection }
    | { readonly type: 'codecommit' };
  /** `owner/name`; of CodeCommit the name alone. */
  readonly repository: string;
  /** What a start by hand, and a new pipeline, takes. @default main */
  readonly branch: string;
  /** Any one of them starts the pipeline; at most three. @default - a push to `branch` */
  readonly push: readonly PushFilter[];
  /** Any one of them starts the entry's pipeline of pull requests; at most three, none with CodeCommit. @default [] */
  readonly pullRequest: readonly PullRequestFilter[];
  /** The environment in whose account pull requests are checked. @default - the entry's first */
  readonly pullRequestEnvironment?: string;
}

/** Glob patterns, at most eight of each; what is excluded is so although included. */
export interface Patterns {
  readonly includes: readonly string[];
  /** @default [] */
  readonly excludes: readonly string[];
}

/** Either branches, with file paths or without, or tags. https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html */
export interface PushFilter {
  readonly branches?: Patterns;
  readonly files?: Patterns;
  readonly tags?: Patterns;
}

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GitPullRequestFilter.html */
export interface PullRequestFilter {
  /** @default ['OPEN', 'UPDATED'] */
  readonly events: readonly ('OPEN' | 'UPDATED' | 'CLOSED')[];
  /** The branches that the pull request would change. */
  readonly branches: Patterns;
  readonly files?: Patterns;
}
