import type { Caller } from '../operation';

/** The values of a request's condition keys; a key that the request lacks is absent. */
export type ConditionKeys = ReadonlyMap<string, readonly string[]>;

/** One action on one resource, to be decided by policies. */
export interface PolicyRequest {
  readonly caller: Caller;
  /** For example `s3:GetObject`. */
  readonly action: string;
  /** An ARN, or `*` where the action takes none. */
  readonly resource: string;
  readonly keys: ConditionKeys;
}

/** Condition keys by lower-case name, as they are not case-sensitive; those without a value are left out. */
export function toConditionKeys(
  pairs: Readonly<Record<string, string | readonly string[] | undefined>>,
): ConditionKeys {
  const keys = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(pairs)) {
    if (value !== undefined) keys.set(key.toLowerCase(), [value].flat());
  }
  return keys;
}
