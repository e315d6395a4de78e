import { isProvider } from '../providers/names';
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
 * @returns nothing for a case whose fault, begin or end the endpoint cannot be given
 */
export function replayable(id: string): ReplayableCase | undefined {
  const [kind = '', family = '', scenario = '', action = ''] = id.split('/');
  const [, invocation, call, followUp = ''] = /\/(\d+)\.(\d+)(?:\+([\w-]+))?$/.exec(id) ?? [];
  const followUps = REPLAYED_KINDS.get(kind)?.scenarios[scenario] ?? [];
  if (!FAMILIES.includes(family) || isProvider(action) || !followUps.includes(followUp)) return undefined;
  if (invocation === undefined || call === undefined) return undefined;
  const isForGood = family === 'kill-after' && followUp !== '';
  const fault = { family, action, invocation: Number(invocation), call: Number(call), isForGood };
  return { id, kind, scenario, followUp, fault };
}
