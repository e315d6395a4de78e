import { isChange, perform } from '../run/call';
import type { SimulatedAccount } from '../simulated-account/simulated-account';
import type { CallAccount } from './call-account';
import { madeId } from './made-id';
import { type Outcome, outcomeOf } from './outcome';
import { PairedIds } from './paired-ids';
import { passTime } from './pass-time';
import { plant } from './plant';

/** One step of a sequence: a call, time, or what changes beside them. */
export type Step = CallStep | { readonly seconds: number } | BesideStep;

export interface CallStep {
  readonly service: string;
  readonly operation: string;
  readonly input: object;
  /** The id that it made when the sequence was recorded, by which later inputs name it. @default - none */
  readonly made?: string;
}

/** A change that no call of the model makes. */
export interface BesideStep {
  inModel(simulated: SimulatedAccount): void;
  inOther(call: CallAccount): Promise<unknown>;
}

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

/** How two accounts are compared. */
export interface CompareOptions {
  /** Seconds that pass in the other account before the sequence. @default 0 */
  readonly beginSeconds?: number;
  /** Seconds that may pass in the other account alone before a read comes to the same, each time. @default 0 */
  readonly lateSeconds?: number;
}

/** The same begin and the same sequence in a simulated account and in another account, which is empty. @returns what differs */
export async function differences(
  simulated: SimulatedAccount,
  other: OtherAccount,
  steps: readonly Step[],
  { beginSeconds = 0, lateSeconds = 0 }: CompareOptions = {},
): Promise<Difference[]> {
  const ids = await plant(simulated, other.call);
  const recorded = new PairedIds();
  const found: Difference[] = [];
  if (beginSeconds > 0) await other.pass(beginSeconds);
  for (const [at, step] of steps.entries()) {
    if ('seconds' in step) {
      passTime(simulated, step.seconds);
      await other.pass(step.seconds);
      continue;
    }
    if ('inModel' in step) {
      step.inModel(simulated);
      await step.inOther(other.call);
      continue;
    }
    const { service, operation, made } = step;
    const input = recorded.toOther(step.input);
    const model = await outcomeOf(operation, () => perform(simulated, service, operation, input));
    const ask = () => outcomeOf(operation, () => other.call(service, operation, ids.toOther(input)));
    let its = await ask();
    const [id, itsId] = [madeId(operation, () => model.raw), madeId(operation, () => its.raw)];
    if (id !== undefined && itsId !== undefined) ids.pair(id, itsId);
    if (id !== undefined && made !== undefined) recorded.pair(made, id);
    const isSame = () => textOf(model.outcome) === textOf(ids.toModel(its.outcome));
    for (let late = 0; late < lateSeconds && !isChange(operation) && !isSame(); late += LOOK_SECONDS) {
      await other.pass(LOOK_SECONDS);
      its = await ask();
    }
    if (!isSame())
      found.push({ step: at + 1, operation, input, model: model.outcome, other: ids.toModel(its.outcome) });
  }
  return found;
}

/** How often a read is repeated that may come to the same later. */
const LOOK_SECONDS = 5;

const textOf = (outcome: Outcome): string => JSON.stringify(ordered(outcome));

/** Ids sort in another order there. */
const ordered = <T>(value: T): T =>
  (Array.isArray(value)
    ? value.map(ordered).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, ordered(one)]))
      : value) as T;
