import type { Caller } from '../../kit/operation';

/** The values of a request's condition keys; a key that the request lacks is absent. */
export type ConditionKeys = ReadonlyMap<string, readonly string[]>;

/** One action on one resource, as policies see it. */
export interface PolicyRequest {
  readonly caller: Caller;
  /** For example `s3:GetObject`. */
  readonly action: string;
  /** An ARN, or `*` where the action takes none. */
  readonly resource: string;
  readonly keys: ConditionKeys;
}

/** Condition keys from pairs; keys are not case-sensitive, and those without a value are left out. */
export function conditionKeys(
  pairs: Readonly<Record<string, string | readonly string[] | undefined>>,
): ConditionKeys {
  const keys = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(pairs)) {
    if (value !== undefined) keys.set(key.toLowerCase(), [value].flat());
  }
  return keys;
}
