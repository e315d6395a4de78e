import type { Scenario } from '../kinds/kind';
import type { Invocation } from '../simulated-account/invocation';
import type { SimulatedAccount } from '../simulated-account/simulated-account';
import type { Attempt } from './call';

/** A simulated account that is played on, and who watches it. */
export interface CaseRun {
  readonly scenario: Scenario;
  readonly simulated: SimulatedAccount;
  readonly observer: Observer;
  /** Invariants that were broken, once each. */
  readonly violations: Set<string>;
  /** Mistakes of the model. */
  readonly mistakes: string[];
  readonly leavesOut?: LeavesOut;
  /** What must hold at every moment. */
  always: (simulated: SimulatedAccount) => readonly string[];
  /** Milliseconds since 1970 until which that may be broken. @default - it may not */
  toleratedUntil?: number;
  /** Has what must hold at every moment checked. */
  changed(): void;
}

/**
 * Whether a function leaves a call out, as though its code did not have it: how the matrix itself is tested.
 * @param action the end of the function's name
 */
export type LeavesOut = (action: string, attempt: Attempt) => boolean;

/** What became of an invocation: its function returned, threw, or its process died. */
export type InvocationEnd = 'returned' | 'failed' | 'died';

/** Is called for what happens, as it happens. */
export interface Observer {
  /** An invocation begins. */
  readonly begin?: (invocation: Invocation) => void;
  /** A call was made. @param error why it failed */
  readonly call?: (attempt: Attempt, error?: Error) => void;
  readonly log?: (text: string) => void;
  readonly end?: (invocation: Invocation, end: InvocationEnd) => void;
  /** Time went on, or a person did something. */
  readonly note?: (text: string) => void;
}

/** @param leavesOut @default - functions make all of their calls */
export function caseRunOf(
  scenario: Scenario,
  simulated: SimulatedAccount,
  observer: Observer = {},
  leavesOut?: LeavesOut,
): CaseRun {
  const violations = new Set<string>();
  const caseRun: CaseRun = {
    ...{
      scenario,
      simulated,
      observer,
      violations,
      mistakes: [],
      leavesOut,
      always: (now) => scenario.always(now),
    },
    changed: () => {
      if (simulated.now < (caseRun.toleratedUntil ?? 0)) return;
      for (const violation of caseRun.always(simulated)) {
        if (!violations.has(violation)) observer.note?.(`BROKEN: ${violation}`);
        violations.add(violation);
      }
    },
  };
  return caseRun;
}
