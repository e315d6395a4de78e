import { describeFault, type InjectedFault, type UnmatchedFault } from '@pipeline-factory/local-endpoint';
import type { EventOf, RehearsalEventBody } from './events';
import type { Report } from './report';

/** A call that met a fault. */
export const faultEvent = ({ rule, caller, call, attempt }: InjectedFault): RehearsalEventBody => ({
  type: 'fault-injected',
  ...{ rule: rule.text, fault: rule.effect, service: rule.service, operation: rule.operation },
  ...{ caller, call, attempt },
});

/**
 * Reports the rules that no call has met.
 * @returns how many
 */
export function reportUnmatched(
  unmatched: readonly UnmatchedFault[],
  describe: (unmatched: UnmatchedFault) => string,
  report: Report,
): number {
  for (const each of unmatched)
    report.emit({ type: 'fault-unmatched', rule: each.rule.text, reason: describe(each) });
  return unmatched.length;
}

export const describeInjected = ({ fault, ...event }: EventOf<'fault-injected'>): string =>
  describeFault({ ...event, effect: fault });
