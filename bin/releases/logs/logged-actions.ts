import type { ActionExecutionDetail } from '@aws-sdk/client-codepipeline';
import { readStages } from '../approvals';
import { listActions } from '../executions';
import type { NamedPipeline } from '../with-pipeline';
import type { LoggedAction, LogLine } from './log';
import { loggedAction, logIdOf, openLog } from './log-source';

/** The last run of each action of an execution, the oldest first. */
export async function readLoggedActions(
  pipeline: NamedPipeline,
  executionId: string,
): Promise<LoggedAction[]> {
  const [details, stages] = await Promise.all([listActions(pipeline, executionId), readStages(pipeline)]);
  const externalIds = new Map(
    stages.flatMap(({ actionStates = [] }) =>
      actionStates.map(({ latestExecution: run }) => [run?.actionExecutionId, run?.externalExecutionId]),
    ),
  );
  const byName = new Map<string, ActionExecutionDetail>();
  for (const detail of [...details].reverse()) byName.set(`${detail.stageName} ${detail.actionName}`, detail);
  return [...byName.values()].map((detail) =>
    loggedAction(detail, externalIds.get(detail.actionExecutionId)),
  );
}

/** Shows a log, and what comes to it until the action has ended. @param pause @default - what there is now is all */
export async function readOn(
  pipeline: NamedPipeline,
  action: LoggedAction,
  show: (line: LogLine) => void,
  pause?: () => Promise<void>,
): Promise<LoggedAction> {
  let now = action;
  let read = openLog(now, pipeline.clients);
  for (;;) {
    for (const line of (await read?.()) ?? []) show(line);
    if (!pause || !read || now.status !== 'InProgress') return now;
    await pause();
    const actions = await readLoggedActions(pipeline, action.executionId);
    const next = actions.find((one) => one.stage === action.stage && one.action === action.action) ?? now;
    if (logIdOf(next) !== logIdOf(now)) read = openLog(next, pipeline.clients);
    now = next;
  }
}
