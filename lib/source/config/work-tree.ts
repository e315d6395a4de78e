/** What is known of a git repository without asking its host. */
export interface WorkTree {
  /** Paths of the files in it, from its top. */
  readonly files: readonly string[];
  /** Names of its branches. @default - not known */
  readonly branches?: readonly string[];
}

/** Tells what is known of a repository, by its name in the spec; undefined where nothing is. */
export type LookUp = (repository: string) => WorkTree | undefined;
