import { invoke } from '../run/invoke';
import { isChange } from '../run/call';
import { type Case, caseId, type Family, pastOf, ofFunctions } from './family';
import { RETRY, UNAIDED } from './follow-up';
import { faultAt, runAgain } from './intercepted';

/** Lambda delivers an event at least once. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html */
export const twice: Family = {
  name: 'delivered-twice',
  what: 'its event is delivered again when the function has returned',
  cases: (release) =>
    ofFunctions(release.invocations).map(
      (at): Case => ({
        id: caseId(release, twice.name, at, at.calls.length),
        ...{ past: pastOf(release.invocations, at), from: at.before, followUp: UNAIDED },
        begin: async (caseRun) => {
          await runAgain(caseRun, at);
          await runAgain(caseRun, at);
        },
      }),
    ),
};

/** Only the calls before which another process can have changed something since the one before matter. */
export const atOnce: Family = {
  name: 'delivered-at-once',
  what: 'before it a second process handles the same event from beginning to end',
  cases: (release) =>
    ofFunctions(release.invocations).flatMap((at) =>
      at.calls.flatMap(({ attempt: { call, operation } }) =>
        call === 1 || isChange(operation) || isChange(at.calls[call - 2]?.attempt.operation ?? '')
          ? [
              faultAt(
                ...([release, atOnce.name, at, call] as const),
                async ({ attempt }, perform, caseRun) => {
                  if (attempt === 1) await invoke(caseRun, at.invocation);
                  return perform();
                },
                RETRY,
              ),
            ]
          : [],
      ),
    ),
};
