import type { Build } from '../../build/config/model';

/** A commit that CodeBuild builds. */
export interface Commits {
  readonly from: 'git';
  readonly git: GitSource;
  readonly build: Build;
}

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
  /** Any one of them starts the pipeline; at most three, none with CodeCommit. @default [] */
  readonly pullRequest: readonly PullRequestFilter[];
}

/** A connection of CodeConnections, which a person authorizes once in the console. */
export interface Connection {
  /** The key under `connections:`. */
  readonly name: string;
  /** ARN of a connection that is there already. @default - the factory makes it, in each account and region that needs it */
  readonly arn?: string;
  /** Who hosts the repositories; only of a connection that the factory makes. */
  readonly provider?: ConnectionProvider;
  /** ARN of the CodeConnections host of an installed provider (GitHubEnterpriseServer, GitLabSelfManaged). @default - none */
  readonly host?: string;
}

/** https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_CreateConnection.html */
export type ConnectionProvider =
  | 'Bitbucket'
  | 'GitHub'
  | 'GitHubEnterpriseServer'
  | 'GitLab'
  | 'GitLabSelfManaged'
  | 'AzureDevOps';

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
