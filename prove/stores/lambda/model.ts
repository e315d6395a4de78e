import type { Architecture, Runtime } from '@aws-sdk/client-lambda';

/** What Lambda keeps, and what is wrong with it. */
export interface FunctionsState {
  /** By their names. */
  readonly functions: Record<string, FunctionRecord>;
  /** Texts: every call of a version fails in whose code one of them is. */
  throwing: readonly string[];
}

export interface FunctionRecord {
  readonly name: string;
  latest: VersionRecord;
  /** Published ones, oldest first. */
  versions: VersionRecord[];
  /** Number of the version that was published last, deleted or not. */
  last: number;
  readonly aliases: Record<string, AliasRecord>;
  /** Seconds until a change of `$LATEST` is done, and until a version is ready. */
  readonly seconds: { readonly change: number; readonly publish: number };
  /** On errors of an alias. @default - there is none */
  readonly alarm?: FunctionAlarm;
}

/** `$LATEST`, or a published version. */
export interface VersionRecord {
  /** A number, or `$LATEST`. */
  readonly version: string;
  content: FunctionContent;
  revision: string;
  /** What it is not done with. @default - it is */
  pending?: { readonly member: 'State' | 'LastUpdateStatus'; readonly until: number };
}

/** What a version is published of. */
export interface FunctionContent {
  readonly CodeSha256: string;
  /** Its code, as text by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly Handler: string;
  readonly Runtime: Runtime;
  readonly MemorySize: number;
  readonly Timeout: number;
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
  readonly Architectures: readonly Architecture[];
}

export interface AliasRecord {
  version: string;
  /** Shares from 0 to 1 that another version gets, by its number. */
  weights: Readonly<Record<string, number>>;
  revision: string;
}

export interface FunctionAlarm {
  readonly name: string;
  readonly alias: string;
  /** When it changes its state. @default - it stays in the one that it is in */
  due?: number;
}
