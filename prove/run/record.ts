import type { Scenario } from '../kinds/kind';
import { statusOf } from '../stores/codepipeline/flow';
import type { Invocation } from '../simulated-account/invocation';
import { snapshot, type SimulatedAccount } from '../simulated-account/simulated-account';
import { type Attempt, isChange } from './call';
import { play } from './play';
import { type LeavesOut, type Observer, type CaseRun, caseRunOf } from './case-run';

/** An execution without faults: every call of it, and the simulated account after each. */
export interface RecordedRelease {
  readonly scenario: Scenario;
  readonly executionId: string;
  readonly invocations: readonly RecordedInvocation[];
  readonly leavesOut?: LeavesOut;
}

export interface RecordedInvocation {
  readonly invocation: Invocation;
  /** Which invocation of its function it is, from 1 on. */
  readonly number: number;
  /** The simulated account when Lambda runs it. */
  readonly before: SimulatedAccount;
  readonly calls: readonly RecordedCall[];
}

export interface RecordedCall {
  readonly attempt: Attempt;
  /** The same object as that of the call before, where it changed nothing. */
  readonly after: SimulatedAccount;
}

/** Plays an execution from the start to its rest. @throws Error where that breaks an invariant, or the model has a gap */
export async function record(scenario: Scenario, leavesOut?: LeavesOut): Promise<RecordedRelease> {
  const caseRun = caseRunOf(scenario, await scenario.start(), {}, leavesOut);
  const executionId = scenario.begin(caseRun.simulated);
  const invocations = await recordPlay(caseRun);
  const { simulated, mistakes, violations } = caseRun;
  const isSuccess = scenario.mayFail !== undefined || statusOf(simulated, executionId) === 'Succeeded';
  const broken = [
    ...mistakes,
    ...violations,
    ...scenario.atRest(simulated),
    ...(statusOf(simulated, executionId) === 'Succeeded' ? scenario.succeeded(simulated, executionId) : []),
    ...(isSuccess ? [] : ['the execution must succeed']),
  ];
  if (broken.length > 0)
    throw new Error(
      `${scenario.kind}, ${scenario.name}: without faults nothing must be broken, got: ${broken.join('; ')}`,
    );
  return { scenario, executionId, invocations, leavesOut };
}

/** Plays a simulated account to its rest. @returns every call of it */
export async function recordPlay(caseRun: CaseRun): Promise<RecordedInvocation[]> {
  const { simulated } = caseRun;
  const invocations: (RecordedInvocation & { readonly calls: RecordedCall[] })[] = [];
  const numbers = new Map<string, number>();
  const observer: Observer = {
    begin: (invocation) => {
      const number = (numbers.get(invocation.action) ?? 0) + 1;
      numbers.set(invocation.action, number);
      invocations.push({ invocation, number, before: snapshot(simulated), calls: [] });
    },
    call: (attempt) => {
      const current = invocations.at(-1);
      const last = current?.calls.at(-1)?.after ?? current?.before;
      if (last)
        current?.calls.push({ attempt, after: isChange(attempt.operation) ? snapshot(simulated) : last });
    },
  };
  await play(Object.assign(caseRun, { observer }));
  return invocations;
}
