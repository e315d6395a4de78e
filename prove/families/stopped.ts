import { stopExecution } from '../stores/codepipeline/operator';
import type { RecordedInvocation, RecordedRelease } from '../run/record';
import { isChange } from '../run/call';
import { type Case, caseId, executionOf, type Family, pastUpTo } from './family';
import { NEW_EXECUTION, NEW_EXECUTION_AT_ONCE } from './follow-up';
import { faultAt } from './intercepted';

/**
 * A person stops the execution while the function works, and starts another one. What was in progress goes on until it
 * answers: CodePipeline waits for that, or abandons it.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts.html#concepts-executions-stopped
 */
export const stopped: Family = {
  name: 'stopped',
  what: 'before it the execution is stopped, and another one starts',
  cases: (release) =>
    release.invocations
      .filter((at) => isInProgress(executionOf(release, at), at.before))
      .flatMap((at) => [...beforeIt(release, at), ...stopsWithin(release, at)]),
};

const isInProgress = (execution: string, { pipeline }: RecordedInvocation['before']): boolean =>
  pipeline.executions.some(({ id, status }) => id === execution && status === 'InProgress');

const FOLLOW_UPS = [NEW_EXECUTION, NEW_EXECUTION_AT_ONCE] as const;

/** Before the function runs, with its event on the way. */
const beforeIt = (release: RecordedRelease, at: RecordedInvocation): Case[] =>
  [false, true].flatMap((isAbandoned) =>
    FOLLOW_UPS.map((followUp) => ({
      id: `${caseId(release, stopped.name, at, 0, followUp.name)}${isAbandoned ? '+abandoned' : ''}`,
      ...{ past: pastUpTo(release.invocations, at, 0), from: at.before },
      followUp: named(followUp, isAbandoned),
      begin: async ({ simulated, observer }) => {
        observer.note?.(isAbandoned ? 'the execution is abandoned' : 'the execution is stopped');
        simulated.lambda.queue.unshift(at.invocation);
        stopExecution(simulated, executionOf(release, at), isAbandoned);
      },
    })),
  );

/** Before each of its changing calls. */
const stopsWithin = (release: RecordedRelease, at: RecordedInvocation): Case[] =>
  at.calls
    .filter(({ attempt: { operation } }) => isChange(operation))
    .map(({ attempt: { call } }) =>
      faultAt(
        ...([release, stopped.name, at, call] as const),
        ({ attempt }, perform, { simulated, observer }) => {
          if (attempt === 1) {
            observer.note?.('the execution is abandoned');
            stopExecution(simulated, executionOf(release, at), true);
          }
          return perform();
        },
        NEW_EXECUTION,
      ),
    );

const named = (followUp: Case['followUp'], isAbandoned: boolean): Case['followUp'] => ({
  ...followUp,
  name: `${followUp.name}${isAbandoned ? '+abandoned' : ''}`,
});
