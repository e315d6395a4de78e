import type { Path } from './path';

/** A broken rule and the path of the value that breaks it, not yet looked up in the file. */
export interface Diagnostic {
  readonly path: Path;
  /** What the value must be and is not, as the end of a sentence: "must be …". */
  readonly rule: string;
  /** Whether the key or the value is wrong. @default - the value */
  readonly part?: 'key' | 'value';
  /** The nearest right word. @default - none is near */
  readonly suggestion?: string;
  /** Whether the value must not be shown. @default false */
  readonly hidden?: boolean;
}
