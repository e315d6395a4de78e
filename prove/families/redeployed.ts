import { isChange } from '../run/call';
import type { RecordedInvocation, RecordedRelease } from '../run/record';
import { type Case, caseId, type Family, pastUpTo } from './family';
import { type FollowUp, NEW_EXECUTION, NEW_EXECUTION_AT_ONCE } from './follow-up';
import { faultAt } from './intercepted';

/**
 * A person deploys the pipeline anew while the function works. CodePipeline lets the action in progress end, and its
 * execution with it, which cannot be retried; another one starts.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-edit.html
 */
export const redeployed: Family = {
  name: 'redeployed',
  what: 'before it the pipeline is deployed with other settings, and another execution starts',
  cases: (release) =>
    release.scenario.redeploy
      ? release.invocations.flatMap((at) => [...beforeIt(release, at), ...within(release, at)])
      : [],
};

const FOLLOW_UPS = [NEW_EXECUTION, NEW_EXECUTION_AT_ONCE] as const;

/** Before the function runs, with its event on the way. */
const beforeIt = (release: RecordedRelease, at: RecordedInvocation): Case[] =>
  [false, true].flatMap((isAbandoned) =>
    FOLLOW_UPS.map((one) => {
      const followUp = named(one, isAbandoned);
      return {
        id: caseId(release, redeployed.name, at, 0, followUp.name),
        ...{ past: pastUpTo(release.invocations, at, 0), from: at.before, followUp },
        begin: async ({ scenario, simulated, observer }) => {
          observer.note?.('the pipeline is deployed anew');
          simulated.lambda.queue.unshift(at.invocation);
          scenario.redeploy?.(simulated, isAbandoned);
        },
      };
    }),
  );

/** Before each of its changing calls. */
const within = (release: RecordedRelease, at: RecordedInvocation): Case[] =>
  at.calls
    .filter(({ attempt: { operation } }) => isChange(operation))
    .flatMap(({ attempt: { call } }) =>
      [false, true].map((isAbandoned) =>
        faultAt(
          ...([release, redeployed.name, at, call] as const),
          ({ attempt }, perform, { scenario, simulated, observer }) => {
            if (attempt === 1) {
              observer.note?.('the pipeline is deployed anew');
              scenario.redeploy?.(simulated, isAbandoned);
            }
            return perform();
          },
          named(NEW_EXECUTION, isAbandoned),
        ),
      ),
    );

const named = (followUp: FollowUp, isAbandoned: boolean): FollowUp => ({
  ...followUp,
  name: `${followUp.name}${isAbandoned ? '+abandoned' : ''}`,
});
