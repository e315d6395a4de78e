/** What is known of a git repository without asking its host. */
export interface WorkTree {
  /** Paths of the files in it, from its top. */
  readonly files: readonly string[];
  /** Names of its branches. @default - not known */
  readonly branches?: readonly string[];
}

/** Returns what is known of a repository, by its name in the config; undefined where nothing is. */
export type RepositoryLookup = (repository: string) => WorkTree | undefined;
