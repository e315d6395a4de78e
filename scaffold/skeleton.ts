/** What one `npm run new` writes. Paths are relative to the root of the repository, with `/` as separator. */
export interface Skeleton {
  /** Texts of files that must not be there yet, by path. */
  readonly created: Readonly<Record<string, string>>;
  /** New texts of files that are there, by path. @default - none */
  readonly changed?: Readonly<Record<string, string>>;
  /** What follows from the code and is written again by an npm script. @default - nothing */
  readonly generated?: readonly GeneratedFile[];
  /** What is left to do, a step each. */
  readonly next: readonly string[];
}

/** A file that an npm script of the repository writes. */
export interface GeneratedFile {
  readonly path: string;
  readonly script: string;
}

/** A mistake of whoever runs `npm run new`; its message is all that is printed. */
export class ScaffoldError extends Error {
  override readonly name = 'ScaffoldError';
}
