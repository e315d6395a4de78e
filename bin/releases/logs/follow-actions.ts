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
  for (;;) {
    const { status } = await readExecution(pipeline, executionId);
    const actions = await readLoggedActions(pipeline, executionId);
    const from = Math.max(
      actions.findIndex(({ id }) => id === first?.id),
      0,
    );
    const next = actions.slice(from).find((one) => !seen.has(one.id) && isShown(one));
    if (next) {
      seen.add(next.id);
      if (!hasLog(next)) followed.waits(next);
      else {
        followed.begin(next);
        followed.end(await readOn(pipeline, next, (line) => followed.line(next, line), pause));
      }
    } else if (status !== undefined && FINAL_STATUSES.includes(status)) return seen.size > 0;
    else await pause();
  }
}

const isShown = (action: LoggedAction): boolean =>
  hasLog(action) || (action.provider === 'Manual' && action.status === 'InProgress');
