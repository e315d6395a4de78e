import type { Kind } from '../../prove/kinds/kind';
import { isProvider } from '../../prove/providers/names';
import { type Attempt, isChange } from '../../prove/run/call';
import { record } from '../../prove/run/record';

/** What a function leaves out: the end of its name, the operation, and a word of its input. */
export type LeftOut = readonly [action: string, operation: string, word: string];

/** Changing calls of a scenario, but for job results, and what is found where a function leaves one out. */
export interface LeftOutCalls {
  readonly kind: Kind;
  readonly scenario: string;
  readonly calls: readonly (readonly [...LeftOut, what: RegExp])[];
}

/** Tests that each call is found where it is left out, and that no function makes a changing call that is not among those of its kind. */
export function describeLeftOut(all: readonly LeftOutCalls[]): void {
  describe.each(all)('a function of $kind.name, $scenario', (one) => {
    test.each(one.calls)('leaves out %s %s %s, which is found', async (action, operation, word, what) => {
      const left = record(scenarioOf(one), (by, attempt) => matches([action, operation, word], by, attempt));
      await expect(left).rejects.toThrow(what);
    });

    test('makes no other changing call', async () => {
      const { invocations } = await record(scenarioOf(one));
      const known = all.filter(({ kind }) => kind === one.kind).flatMap(({ calls }) => [...calls]);
      const unknown = invocations.flatMap(({ invocation: { action }, calls }) =>
        calls
          .filter(({ attempt: { operation } }) => isChange(operation) && !operation.startsWith('PutJob'))
          .filter(() => !isProvider(action))
          .filter(
            ({ attempt }) =>
              !known.some(([by, operation, word]) => matches([by, operation, word], action, attempt)),
          )
          .map(({ attempt: { operation, input } }) => `${action} ${operation} ${JSON.stringify(input)}`),
      );
      expect(unknown).toEqual([]);
    });
  });
}

function scenarioOf({ kind, scenario }: LeftOutCalls) {
  const found = kind.scenarios.find(({ name }) => name === scenario);
  if (!found) throw new Error(`${kind.name} must have the scenario ${scenario}`);
  return found;
}

const matches = ([action, operation, word]: LeftOut, by: string, attempt: Attempt): boolean =>
  by === action && attempt.operation === operation && JSON.stringify(attempt.input).includes(word);
