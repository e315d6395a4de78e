import { isProvider } from '../providers/names';
import type { RecordedRelease } from '../run/record';
import type { ReplayedFault } from './gate';
import { REPLAYED_KINDS } from './kinds';

/** A case that can be replayed: its fault is one of a call or of an event, and what follows is what CodePipeline does. */
export interface ReplayableCase {
  readonly id: string;
  readonly kind: string;
  readonly scenario: string;
  readonly followUp: string;
  readonly fault: ReplayedFault;
}

const FAMILIES = ['kill-after', 'throttled', '500', 'dropped', 'dropped-always', 'delivered-twice'];

/**
 * The gate is between functions and the endpoint: calls of CodePipeline's own actions and of CodeDeploy do not pass it.
 * @param release which it is a case of, so that its call is compared @default - it is not
 * @returns nothing for a case whose fault, begin or end the endpoint cannot be given
 */
export function replayable(id: string, release?: RecordedRelease): ReplayableCase | undefined {
  const [kind = '', family = '', scenario = '', action = ''] = id.split('/');
  const [, invocation, call, followUp = ''] = /\/(\d+)\.(\d+)(?:\+([\w-]+))?$/.exec(id) ?? [];
  const followUps = REPLAYED_KINDS.get(kind)?.scenarios[scenario] ?? [];
  if (!FAMILIES.includes(family) || isProvider(action) || !followUps.includes(followUp)) return undefined;
  if (invocation === undefined || call === undefined) return undefined;
  const isForGood = family === 'kill-after' && followUp !== '';
  const at = { action, invocation: Number(invocation), call: Number(call) };
  const operation = release && operationAt(release, at);
  return { id, kind, scenario, followUp, fault: { family, ...at, operation, isForGood } };
}

const operationAt = (
  { invocations }: RecordedRelease,
  { action, invocation: nth, call }: Pick<ReplayedFault, 'action' | 'invocation' | 'call'>,
): string | undefined =>
  invocations.find(({ invocation, number }) => invocation.action === action && number === nth)?.calls[
    call - 1
  ]?.attempt.operation;
