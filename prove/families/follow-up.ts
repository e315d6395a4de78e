import type { Change, Undo } from '../kinds/kind';
import { statusOf } from '../stores/codepipeline/flow';
import { isRetryable, retryStage } from '../stores/codepipeline/operator';
import type { Invocation } from '../simulated-account/invocation';
import { accept } from '../simulated-account/lambda';
import { play } from '../run/play';
import type { CaseRun } from '../run/case-run';

/** What happens after a fault: what AWS does by itself, and then what a person does. */
export interface FollowUp {
  readonly name: string;
  run(caseRun: CaseRun, executionId: string): Promise<void>;
}

/** Nobody does anything: the release has to succeed by itself, unless the scenario has a reason why it may fail. */
export const UNAIDED: FollowUp = {
  name: '',
  run: async (caseRun, id) => {
    await rest(caseRun);
    if (caseRun.scenario.mayFail === undefined) requireSuccess(caseRun, id);
    else await retryUntilSuccess(caseRun, id);
  },
};

/**
 * For a function that no job waits for: the alarm on dropped events notifies a person, who invokes it with the event again.
 * What it had to do is open until then.
 */
export const redelivered = ({ action, event }: Invocation): FollowUp => ({
  name: 'redelivered',
  run: async (caseRun, id) => {
    await play(caseRun);
    caseRun.observer.note?.('the event is delivered again');
    accept(caseRun.simulated, action, event);
    await rest(caseRun);
    await retryUntilSuccess(caseRun, id);
  },
});

/** The same, but another execution follows, of which the function handles the event. */
export const NEW_EXECUTION_INSTEAD: FollowUp = {
  name: 'new',
  run: async (caseRun) => {
    await play(caseRun);
    await startAnother(caseRun);
  },
};

/** Where the release has failed, its stage is retried when everything has come to rest. */
export const RETRY: FollowUp = {
  name: 'retry',
  run: async (caseRun, id) => {
    await rest(caseRun);
    await retryUntilSuccess(caseRun, id);
  },
};

/**
 * The same after what others did was undone. What was taken away has to be named where the execution failed; and what
 * cleans up, and could not, is invoked again.
 * @param undo @returns nothing where nothing can be undone
 */
export const undoneBefore = ({ name, takes }: Change, undo: () => Undo | void): FollowUp => ({
  name,
  run: async (caseRun, id) => {
    const { simulated, violations, observer } = caseRun;
    if (takes) await play(caseRun);
    else await rest(caseRun);
    if (takes) await retryWithout(caseRun, id);
    const { status, message } = endOf(caseRun, id);
    if (takes && status === 'Failed' && !takes.test(message))
      violations.add(`the failure must name ${takes.source}, got: ${message}`);
    observer.note?.(`${name} is undone`);
    undo()?.(simulated);
    const { lost } = simulated.lambda;
    if (takes && lost) {
      observer.note?.('the event that was lost is delivered again');
      accept(simulated, lost.action, lost.event);
    }
    await rest(caseRun);
    await retryBoth(caseRun, id);
    const { message: last } = endOf(caseRun, id);
    if (IS_OVER.test(last) || caseRun.scenario.isOver?.test(last)) await startAnother(caseRun);
    else requireSuccess(caseRun, id);
  },
});

/** Where an execution failed for the reason of its scenario, the action is retried while something else is still taken away. */
async function retryWithout(caseRun: CaseRun, id: string): Promise<void> {
  const { scenario, simulated, observer } = caseRun;
  if (!scenario.failsWith?.test(endOf(caseRun, id).message) || !isRetryable(simulated, id)) return;
  scenario.mend?.(simulated);
  observer.note?.('the failed action is retried');
  retryStage(simulated, id, false);
  await play(caseRun);
}

/**
 * What a release fails with that is over, whatever is retried: it was taken back in its hold, or the parameter is written
 * anew that it refers to a version of.
 */
const IS_OVER = /was taken back|must have version/;

/** As {@link RETRY}, as soon as it has failed, while what cleans up is at work. */
export const RETRY_AT_ONCE: FollowUp = {
  name: 'retry-at-once',
  run: async (caseRun, id) => {
    await play(caseRun, { until: (simulated) => statusOf(simulated, id) === 'Failed' });
    await retryUntilSuccess(caseRun, id);
  },
};

/** Another execution follows. */
export const NEW_EXECUTION: FollowUp = {
  name: 'new',
  run: async (caseRun) => {
    await rest(caseRun);
    await startAnother(caseRun);
  },
};

/** As {@link NEW_EXECUTION}, while what cleans up is at work. */
export const NEW_EXECUTION_AT_ONCE: FollowUp = { name: 'new-at-once', run: startAnother };

/** The stage is rolled back to the release that served before. */
export const ROLLBACK: FollowUp = {
  name: 'rollback',
  run: async (caseRun) => {
    await rest(caseRun);
    caseRun.observer.note?.('the stage is rolled back');
    const id = caseRun.scenario.rollBack?.(caseRun.simulated);
    await rest(caseRun);
    if (id !== undefined) requireSuccess(caseRun, id);
  },
};

async function startAnother(caseRun: CaseRun): Promise<void> {
  caseRun.observer.note?.('another execution starts');
  caseRun.scenario.mend?.(caseRun.simulated);
  const id = caseRun.scenario.releaseAgain(caseRun.simulated);
  await rest(caseRun);
  if (caseRun.scenario.mayRefuse?.test(endOf(caseRun, id).message)) await retryBoth(caseRun, id);
  requireSuccess(caseRun, id);
}

/** The failed action is retried first, and then, where that fails, the whole stage: the messages ask for it. */
async function retryUntilSuccess(caseRun: CaseRun, id: string): Promise<void> {
  await retryBoth(caseRun, id);
  const isOver = caseRun.scenario.isOver?.test(endOf(caseRun, id).message);
  if (isOver && statusOf(caseRun.simulated, id) === 'Failed') await startAnother(caseRun);
  else requireSuccess(caseRun, id);
}

async function retryBoth(caseRun: CaseRun, id: string): Promise<void> {
  for (const isWhole of [false, true]) {
    if (!isRetryable(caseRun.simulated, id)) break;
    caseRun.scenario.mend?.(caseRun.simulated);
    caseRun.observer.note?.(isWhole ? 'the whole stage is retried' : 'the failed action is retried');
    retryStage(caseRun.simulated, id, isWhole);
    await rest(caseRun);
  }
}

async function rest(caseRun: CaseRun): Promise<void> {
  await play(caseRun);
  for (const violation of caseRun.scenario.atRest(caseRun.simulated))
    caseRun.violations.add(`at rest, ${violation}`);
}

/** Of an execution that failed, with the message of the last action that did: one beside that may have succeeded later. */
function endOf({ simulated }: CaseRun, id: string): { readonly status?: string; readonly message: string } {
  const status = statusOf(simulated, id);
  const last = simulated.pipeline.actions.findLast(
    (run) => run.execution === id && (status !== 'Failed' || run.status === 'Failed'),
  );
  return { status, message: last?.message ?? '' };
}

function requireSuccess(caseRun: CaseRun, id: string): void {
  const { scenario, simulated, violations } = caseRun;
  const { status, message } = endOf(caseRun, id);
  if (status !== 'Succeeded') violations.add(`execution ${id} must succeed, got: ${status}, ${message}`);
  else for (const violation of scenario.succeeded(simulated, id)) violations.add(violation);
}
