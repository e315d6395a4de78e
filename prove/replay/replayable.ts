import type { ReplayedFault } from './gate';

/** A case that can be replayed: its fault is one of a call or of an event, and what follows is what CodePipeline does. */
export interface ReplayableCase {
  readonly id: string;
  readonly scenario: string;
  readonly followUp: string;
  readonly fault: ReplayedFault;
}

const FAMILIES = ['kill-after', 'throttled', '500', 'dropped', 'dropped-always', 'delivered-twice'];
const FOLLOW_UPS = ['', 'retry', 'retry-at-once', 'new', 'rollback'];

/** Begin with nothing that an execution of the model has left half done. */
const SCENARIOS = ['release', 'first-release'];

/** @returns nothing for a case whose fault or begin the endpoint cannot be given */
export function replayable(id: string): ReplayableCase | undefined {
  const [, family = '', scenario = '', action = ''] = id.split('/');
  const [, invocation, call, followUp = ''] = /\/(\d+)\.(\d+)(?:\+([\w-]+))?$/.exec(id) ?? [];
  if (!FAMILIES.includes(family) || !SCENARIOS.includes(scenario) || !FOLLOW_UPS.includes(followUp))
    return undefined;
  if (invocation === undefined || call === undefined) return undefined;
  const isForGood = family === 'kill-after' && followUp !== '';
  const fault = { family, action, invocation: Number(invocation), call: Number(call), isForGood };
  return { id, scenario, followUp, fault };
}
