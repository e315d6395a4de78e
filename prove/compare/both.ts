import { perform } from '../run/call';
import type { SimulatedAccount } from '../simulated-account/simulated-account';
import type { CallAccount } from './call-account';
import { type Outcome, outcomeOf } from './outcome';
import { passTime } from './pass-time';
import { plant } from './plant';

/** One step of a sequence: a call, or time. */
export type Step =
  | { readonly service: string; readonly operation: string; readonly input: object }
  | { readonly seconds: number };

/** Another account, and its clock. */
export interface OtherAccount {
  readonly call: CallAccount;
  /** Has its time go on, and everything done that is due. */
  pass(seconds: number): Promise<void>;
}

/** A call that came to something else. */
export interface Difference {
  /** Which step, from 1 on. */
  readonly step: number;
  readonly operation: string;
  readonly input: object;
  readonly model: Outcome;
  readonly other: Outcome;
}

/** The same begin and the same sequence in a simulated account and in another account, which is empty. @returns what differs */
export async function differences(
  simulated: SimulatedAccount,
  other: OtherAccount,
  steps: readonly Step[],
  begin: readonly Step[] = [],
): Promise<Difference[]> {
  const ids = await plant(simulated, other.call);
  const found: Difference[] = [];
  for (const step of begin) if ('seconds' in step) await other.pass(step.seconds);
  for (const [at, step] of steps.entries()) {
    if ('seconds' in step) {
      passTime(simulated, step.seconds);
      await other.pass(step.seconds);
      continue;
    }
    const { service, operation, input } = step;
    const model = await outcomeOf(operation, () => perform(simulated, service, operation, input));
    const its = await outcomeOf(operation, () => other.call(service, operation, ids.toOther(input)));
    const known = ids.toModel(its);
    const same = (outcome: Outcome) => JSON.stringify(outcome);
    if (same(ordered(model)) !== same(ordered(known)))
      found.push({ step: at + 1, operation, input, model, other: known });
  }
  return found;
}

/** Ids sort in another order there. */
const ordered = <T>(value: T): T =>
  (Array.isArray(value)
    ? value.map(ordered).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, ordered(one)]))
      : value) as T;
