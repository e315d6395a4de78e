import { FINAL_STATUSES } from '../../../rehearsal/pipeline/executions';
import { readExecution } from '../executions';
import type { NamedPipeline } from '../with-pipeline';
import type { LoggedAction, LogLine } from './log';
import { hasLog } from './log-source';
import { readLoggedActions, readOn } from './logged-actions';

/** What is told of an execution while its logs are followed. */
export interface FollowedLogs {
  begin(action: LoggedAction): void;
  line(action: LoggedAction, line: LogLine): void;
  end(action: LoggedAction): void;
  /** An action without a log, which a person has to answer. */
  waits(action: LoggedAction): void;
  /** The same, once it is answered. */
  answered(action: LoggedAction): void;
}

/**
 * Follows the logs of an execution, one action behind the other in the order in which they began, until it has ended. Of
 * actions that run side by side each is shown from its beginning.
 * @param first the action to begin with; those before it are left out @default - the first one that has a log
 * @param pause waits between two questions
 * @returns whether any action had a log
 */
export async function followActions(
  pipeline: NamedPipeline,
  executionId: string,
  first: LoggedAction | undefined,
  followed: FollowedLogs,
  pause: () => Promise<void>,
): Promise<boolean> {
  const seen = new Set<string>();
  const waiting = new Set<string>();
  let hadLog = false;
  for (;;) {
    const { status } = await readExecution(pipeline, executionId);
    const actions = await readLoggedActions(pipeline, executionId);
    for (const one of actions)
      if (one.status !== 'InProgress' && waiting.delete(one.id)) followed.answered(one);
    const from = Math.max(
      actions.findIndex(({ stage, action }) => stage === first?.stage && action === first.action),
      0,
    );
    const next = actions.slice(from).find((one) => !seen.has(one.id) && isShown(one));
    if (next) {
      seen.add(next.id);
      if (!hasLog(next)) {
        waiting.add(next.id);
        followed.waits(next);
      } else {
        hadLog = true;
        followed.begin(next);
        const last = await readOn(pipeline, next, (line) => followed.line(next, line), pause);
        seen.add(last.id); // it was retried meanwhile
        followed.end(last);
      }
    } else if (status !== undefined && FINAL_STATUSES.includes(status)) return hadLog;
    else await pause();
  }
}

const isShown = (action: LoggedAction): boolean =>
  hasLog(action) || (action.provider === 'Manual' && action.status === 'InProgress');
