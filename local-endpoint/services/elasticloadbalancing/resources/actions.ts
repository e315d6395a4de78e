import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';

const NUMBERS = /^(Order|Weight|DurationSeconds|SessionTimeout)$/;

/** Actions of listeners and rules; templates may write numbers as text. */
export const templateActions = (actions: readonly Action[]): Action[] =>
  JSON.parse(
    JSON.stringify(actions, (key, value: unknown) => (NUMBERS.test(key) ? Number(value) : value)),
  ) as Action[];
