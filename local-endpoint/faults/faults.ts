import { accessDenied } from '../authorization/access-denied';
import type { ApiCall } from '../kit/call';
import type { Clock } from '../kit/clock';
import { DroppedConnection } from '../kit/dropped-connection';
import type { LocalService } from '../kit/local-service';
import type { Processes } from '../kit/processes';
import { CountedRule } from './counted-rule';
import { EarlierAnswers } from './earlier-answers';
import { serverError, throttled } from './errors';
import type { FaultRule, InjectedFault, UnmatchedFault } from './rule';

/** What injecting faults needs of an endpoint. */
export interface FaultsOptions {
  /** In the order in which they are tried: a call meets the first that is for it. */
  readonly rules: readonly FaultRule[];
  readonly services: readonly LocalService[];
  readonly clock: Pick<Clock, 'sleep' | 'waitFor'>;
  readonly processes: Processes;
  /** Ends every wait. */
  readonly closing: AbortSignal;
  /** Called before a call meets a fault. */
  onFault?(fault: InjectedFault): void;
}

/** Breaks calls. */
export interface Faults {
  /**
   * Executes a call, or breaks it.
   * @param isInProcess whether it came without a connection
   * @throws AwsError what its caller gets instead of an answer
   * @throws DroppedConnection
   */
  meet<Answer>(call: ApiCall, isInProcess: boolean, perform: () => Promise<Answer>): Promise<Answer>;
  /** The rules that no call has met so far. */
  unmatched(): UnmatchedFault[];
}

/** Breaks calls that are identified and allowed, by rules. */
export function createFaults(options: FaultsOptions): Faults {
  const rules = options.rules.map((rule) => new CountedRule(rule));
  const earlier = new EarlierAnswers();
  const byName = new Map(
    options.services.flatMap((service) =>
      [service.name, ...(service.aliases ?? [])].map((name) => [name, service] as const),
    ),
  );
  return {
    meet: async (call, isInProcess, perform) => {
      if (rules.length === 0) return perform();
      const service = byName.get(call.service);
      const named = { ...call, service: service?.name ?? call.service };
      const reads = rules.filter((counted) => counted.rule.effect === 'stale' && counted.isFor(named));
      const performing = reads.length === 0 ? perform : () => earlier.remember(named, perform);
      const isOfProcess = options.processes.has(processOf(call));
      const met = rules.flatMap((counted) => {
        const isPossible = isOfProcess || !counted.rule.effect.startsWith('killed');
        return counted.meet(named, isInProcess, isPossible, !earlier.has(named)) ?? [];
      });
      const [fault] = met;
      if (!fault) return performing();
      options.onFault?.(fault);
      const answers = { perform: performing, before: () => earlier.before(named, perform) };
      return breakCall(fault.rule, call, answers, service, options);
    },
    unmatched: () => rules.flatMap((counted) => counted.unmatched() ?? []),
  };
}

/** The access key that the process was given that a call comes from. */
const processOf = ({ context: { caller } }: ApiCall): string => caller.openedWith ?? caller.accessKeyId;

/** The answers that a call can have: its own, and that to the one before it. */
interface Answers<Answer> {
  readonly perform: () => Promise<Answer>;
  readonly before: () => Promise<Answer>;
}

async function breakCall<Answer>(
  { effect, delaySeconds = 0 }: FaultRule,
  call: ApiCall,
  { perform, before }: Answers<Answer>,
  service: LocalService | undefined,
  { clock, processes, closing }: FaultsOptions,
): Promise<Answer> {
  switch (effect) {
    case 'throttled':
      throw throttled(call, service?.throttledCode);
    case '500':
      throw serverError(call);
    case 'denied':
      throw accessDenied(call, `${call.service}:${call.operation}`, '*', DENIED, service?.deniedCode);
    case 'delayed':
      await clock.waitFor(clock.sleep(delaySeconds * 1_000, closing), { caller: processOf(call) });
      return perform();
    case 'stale':
      return before();
    case 'dropped':
    case 'killed':
      await perform();
      break;
    case 'dropped-before':
    case 'killed-before':
  }
  if (effect.startsWith('killed')) processes.kill(processOf(call));
  throw new DroppedConnection();
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const DENIED = 'with an explicit deny in a service control policy';
