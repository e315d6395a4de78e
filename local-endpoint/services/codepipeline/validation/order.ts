import type { Action, Structure } from '../model';

/** The actions that are sure to be done when an action starts: of earlier stages, and of lower run order in its own. */
export function producersBefore({ stages }: Structure, action: Action): Action[] {
  const here = stages.findIndex(({ actions }) => actions.includes(action));
  return [
    ...stages.slice(0, here).flatMap(({ actions }) => actions),
    ...(stages[here]?.actions ?? []).filter(({ runOrder }) => runOrder < action.runOrder),
  ];
}
