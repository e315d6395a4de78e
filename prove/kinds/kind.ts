import type { SimulatedAccount, SimulatedEvent } from '../simulated-account/simulated-account';

/** What of a kind of pipeline is proven. */
export interface Kind {
  readonly name: string;
  readonly scenarios: readonly Scenario[];
}

/** What an execution begins with, and what has to hold while it runs and after it. */
export interface Scenario {
  readonly kind: string;
  readonly name: string;
  /** The simulated account before the execution. */
  start(): Promise<SimulatedAccount>;
  /** Starts the execution that is proven. @returns its id */
  begin(simulated: SimulatedAccount): string;
  /** Starts another execution, with another image. @returns its id */
  releaseAgain(simulated: SimulatedAccount): string;
  /** Goes back to what served at the start. @returns the id of the execution that does @default - nothing served */
  readonly rollBack?: (simulated: SimulatedAccount) => string;
  /** Deploys the pipeline anew, with other settings. @param isAbandoned whether actions in progress end at once @default - it cannot be */
  readonly redeploy?: (simulated: SimulatedAccount, isAbandoned: boolean) => void;
  /** The functions that EventBridge invokes with an event, by the ends of their names. */
  targetsOf(simulated: SimulatedAccount, event: SimulatedEvent): readonly string[];
  /** Why the execution may fail, with a fault or without one, so that its stage has to be retried. @default - it has to succeed by itself */
  readonly mayFail?: string;
  /**
   * What an execution fails with for that reason. It is true also where something was taken away that was not needed by then:
   * the action is retried without it, and has to name it then. @default - each failure has to name what was taken away
   */
  readonly failsWith?: RegExp;
  /**
   * What an execution fails with that starts while another one, which was stopped, still deploys: its stage is retried when
   * all is at rest. @default - none does
   */
  readonly mayRefuse?: RegExp;
  /** What an execution fails with that no retry mends, so that another one follows. @default - each can be retried */
  readonly isOver?: RegExp;
  /** What a person mends before a stage is retried, or another execution starts. @default - nothing */
  readonly mend?: (simulated: SimulatedAccount) => void;
  /** What others do meanwhile, before any invocation. @default - nothing */
  readonly changes?: readonly Change[];
  /** What is broken of that which holds at every moment. */
  always(simulated: SimulatedAccount): readonly string[];
  /** What is broken of that which holds at rest. */
  atRest(simulated: SimulatedAccount): readonly string[];
  /** What is broken of that which holds once an execution has succeeded. */
  succeeded(simulated: SimulatedAccount, executionId: string): readonly string[];
}

/** What happens beside a release. */
export interface Change {
  readonly name: string;
  /** @returns what undoes it, before a stage is retried @default - nothing does */
  apply(simulated: SimulatedAccount): Undo | void;
  /** Whether there is anything to change. @default - always */
  readonly when?: (simulated: SimulatedAccount) => boolean;
  /** Seconds for which what holds at every moment may be broken by it: nobody can prevent that. @default 0 */
  readonly lossSeconds?: number;
  /** What holds at every moment from then on. @default - what held before */
  readonly always?: (simulated: SimulatedAccount) => readonly string[];
  /** Names what was taken away: an execution that fails has to name it, and nothing is at rest before it is back. */
  readonly takes?: RegExp;
}

export type Undo = (simulated: SimulatedAccount) => void;
