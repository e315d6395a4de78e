import type { Scenario } from '../kinds/kind';
import { perform } from '../run/call';
import { type RecordedInvocation, record } from '../run/record';
import { snapshot } from '../simulated-account/simulated-account';
import { madeId } from './made-id';
import type { CallStep, Step } from './step';

/**
 * Whole executions as a sequence: their calls, and the time between them.
 * @param scenarios each of which begins with what the one before ends with
 * @param elsewhere services whose calls are left out
 */
export async function recordedSteps(
  scenarios: readonly [Scenario, ...Scenario[]],
  elsewhere: readonly string[],
): Promise<Step[]> {
  let { now } = await scenarios[0].start();
  const steps: Step[] = [];
  for (const scenario of scenarios)
    for (const invocation of (await record(scenario)).invocations) {
      const seconds = (invocation.before.now - now) / 1000;
      ({ now } = invocation.before);
      if (seconds > 0) steps.push({ seconds });
      steps.push(...callsOf(invocation).filter(({ service }) => !elsewhere.includes(service)));
    }
  return steps;
}

/** An id is found by making the call again: the same state makes the same one. */
const callsOf = ({ before, calls }: RecordedInvocation): CallStep[] =>
  calls.map(({ attempt: { service, operation, input } }, at) => {
    const again = () => perform(snapshot(calls[at - 1]?.after ?? before), service, operation, input);
    return { service, operation, input, made: madeId(operation, again) };
  });
