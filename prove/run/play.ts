import { STORES } from '../stores';
import { earliest } from '../stores/store';
import type { Invocation } from '../simulated-account/invocation';
import { accept, nextInvocation, retryLater, takeDue } from '../simulated-account/lambda';
import type { SimulatedAccount } from '../simulated-account/simulated-account';
import type { Intercept } from './call';
import { invoke } from './invoke';
import type { CaseRun } from './case-run';

/** How a simulated account is played on. */
export interface PlayOptions {
  /** Whether to stop here, before what is due next. @default - at rest */
  readonly until?: (simulated: SimulatedAccount) => boolean;
  /** Milliseconds since 1970 after which nothing is played. @default - none */
  readonly end?: number;
  /** What meets the calls of an invocation. @default - nothing */
  readonly intercept?: (invocation: Invocation) => Intercept | undefined;
}

/** Steps after which a release goes on for ever: a wait of hours is some hundred. */
const MAX_STEPS = 1500;

/** Plays on until nothing happens any more, or for too long, which breaks what has to hold. */
export async function play(
  caseRun: CaseRun,
  { until, end = Infinity, intercept }: PlayOptions = {},
): Promise<void> {
  const { simulated, observer } = caseRun;
  for (let step = 0; step < MAX_STEPS; step++) {
    settle(caseRun);
    if (until?.(simulated)) return;
    const invocation = takeDue(simulated);
    if (invocation) {
      await handle(caseRun, invocation, intercept?.(invocation));
      continue;
    }
    const next = nextDue(simulated);
    if (next === undefined && end === Infinity) return;
    if (next === undefined || next > end) return void (simulated.now = end);
    observer.note?.(`+${(next - simulated.now) / 1000} s`);
    simulated.now = next;
  }
  caseRun.violations.add(`everything must come to rest, got: ${MAX_STEPS} steps, and no end`);
}

/** Does what is due at the simulated account's time, one change at a time, each of which is looked at; and delivers events. */
function settle(caseRun: CaseRun): void {
  const { simulated, scenario } = caseRun;
  do {
    for (const event of simulated.events.splice(0))
      for (const action of scenario.targetsOf(simulated, event)) accept(simulated, action, event);
    caseRun.changed();
  } while (Object.values(STORES).some(({ settle: own }) => own?.(simulated) ?? false));
}

async function handle(caseRun: CaseRun, invocation: Invocation, intercept?: Intercept): Promise<void> {
  const { simulated, observer } = caseRun;
  observer.begin?.(invocation);
  const end = await invoke(caseRun, invocation, intercept);
  if (end !== 'returned') retryLater(simulated, invocation, invocation.isDead);
  observer.end?.(invocation, end);
}

const nextDue = (simulated: SimulatedAccount): number | undefined =>
  earliest([nextInvocation(simulated), ...Object.values(STORES).map(({ nextDue: own }) => own?.(simulated))]);
