import type { SimulatedAccount } from '../simulated-account/simulated-account';
import type { CallAccount } from './call-account';

/** One step of a sequence: a call, time, or what changes beside them. */
export type Step = CallStep | { readonly seconds: number } | BesideStep | EventsStep;

export interface CallStep {
  readonly service: string;
  readonly operation: string;
  readonly input: object;
  /** More of the input, which names what AWS has made by itself. @default - nothing */
  readonly found?: (simulated: SimulatedAccount) => object;
  /** The id that it made when the sequence was recorded, by which later inputs name it. @default - none */
  readonly made?: string;
}

/** Compares the events since the last such step. */
export interface EventsStep {
  /** Their `detail-type`. */
  readonly events: string;
}

/** A change that no call of the model makes. */
export interface BesideStep {
  inModel(simulated: SimulatedAccount): void;
  inOther(call: CallAccount): Promise<unknown>;
}
