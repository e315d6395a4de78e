import { isChange, perform } from '../run/call';
import type { SimulatedAccount, SimulatedEvent } from '../simulated-account/simulated-account';
import type { CallAccount } from './call-account';
import { type ComparedEvent, eventsOf } from './events';
import { madeId } from './made-id';
import { type Outcome, outcomeOf } from './outcome';
import { PairedIds } from './paired-ids';
import { passTime } from './pass-time';
import { plant } from './plant';
import { pairServices } from './plant-service';
import type { CallStep, Step } from './step';

/** Another account, and its clock. */
export interface OtherAccount {
  readonly call: CallAccount;
  /** Has its time go on, and everything done that is due. */
  pass(seconds: number): Promise<void>;
  /** Events of its EventBridge, oldest first. */
  events(): readonly ComparedEvent[];
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
  if (beginSeconds > 0) await other.pass(beginSeconds);
  await pairServices(simulated, other.call, ids);
  const comparison: Comparison = {
    ...{ simulated, other, ids, lateSeconds, recorded: new PairedIds() },
    ...{ events: [], seen: other.events().length },
  };
  const found: Difference[] = [];
  for (const [at, step] of steps.entries()) {
    const difference = await take(comparison, step);
    if (difference) found.push({ step: at + 1, ...difference });
  }
  return found;
}

/** Both accounts, and what is known of them. */
interface Comparison {
  readonly simulated: SimulatedAccount;
  readonly other: OtherAccount;
  readonly ids: PairedIds;
  readonly lateSeconds: number;
  /** Ids of when the sequence was recorded, beside those of now. */
  readonly recorded: PairedIds;
  /** Events of the simulated account that have not been compared. */
  readonly events: SimulatedEvent[];
  /** How many events of the other account have been compared, or were there before. */
  seen: number;
}

type StepDifference = Omit<Difference, 'step'>;

async function take(comparison: Comparison, step: Step): Promise<StepDifference | undefined> {
  const { simulated, other } = comparison;
  if ('events' in step) return compareEvents(comparison, step.events);
  if ('operation' in step) return compareCall(comparison, step);
  if ('inModel' in step) {
    step.inModel(simulated);
    await step.inOther(other.call);
    return undefined;
  }
  comparison.events.push(...(await passTime(simulated, step.seconds)));
  await other.pass(step.seconds);
  return undefined;
}

async function compareCall(
  { simulated, other, ids, recorded, lateSeconds }: Comparison,
  { service, operation, input: given, found, made }: CallStep,
): Promise<StepDifference | undefined> {
  const input = { ...recorded.toOther(given), ...found?.(simulated) };
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
  return isSame() ? undefined : { operation, input, model: model.outcome, other: ids.toModel(its.outcome) };
}

/** Of those that are equally many the ids are paired, so that what AWS made by itself has one. */
function compareEvents(comparison: Comparison, type: string): StepDifference | undefined {
  const { other, ids, events, seen } = comparison;
  const all = other.events();
  comparison.seen = all.length;
  const [model, its] = [eventsOf(type, events.splice(0)), eventsOf(type, all.slice(seen))];
  for (const [at, { deploymentId }] of model.entries()) {
    const itsId = its[at]?.deploymentId;
    if (deploymentId && itsId && its.length === model.length) ids.pair(deploymentId, itsId);
  }
  const known = ids.toModel(its);
  return JSON.stringify(model) === JSON.stringify(known)
    ? undefined
    : { operation: `events: ${type}`, input: {}, model: { answer: model }, other: { answer: known } };
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
