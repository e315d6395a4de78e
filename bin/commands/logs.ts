import type { ActionExecutionDetail } from '@aws-sdk/client-codepipeline';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import colors from 'picocolors';
import { nearest } from '../../lib/config/suggest';
import { readStages } from '../releases/approvals';
import { listActions, newestExecution } from '../releases/executions';
import type { LoggedAction, LogLine } from '../releases/logs/log';
import { hasLog, loggedAction, openLog } from '../releases/logs/log-source';
import { requirePipeline } from '../releases/read-pipeline';
import { pauseFor, type ReleaseOptions, type ReleaseTools, withTools } from '../releases/tools';
import { type NamedPipeline, withNamedPipeline } from '../releases/with-pipeline';

/** Options of `pipeline-factory logs`. */
export interface LogsOptions extends ReleaseOptions {
  /** The name of the action. @default - the one that runs, else the one that failed, else the last one with a log */
  readonly action?: string;
  /** Whether the log is followed until the action has ended. @default false */
  readonly follow?: boolean;
}

/**
 * Shows the log of an action of the newest execution: of its build, function or deployment. It only reads.
 * @returns the exit code: 1 where there is no log
 * @throws ConfigError where the config has mistakes
 * @throws ExpectedError where there is no such pipeline or action, AWS refuses to show it, or following it is interrupted
 */
export async function runLogs(
  options: LogsOptions,
  out: NodeJS.WritableStream,
  given: Partial<ReleaseTools> = {},
): Promise<number> {
  const tools = withTools(given);
  return withNamedPipeline(options, tools, async (pipeline) => {
    const { name } = pipeline;
    const write = (text: string) => void (options.json || out.write(`${text}\n`));
    const newest = await requirePipeline(pipeline.clients, name, () => newestExecution(pipeline));
    const executionId = newest?.pipelineExecutionId;
    if (executionId === undefined) {
      write(`${name} has no execution yet`);
      return 1;
    }
    const chosen = choose(await readActions(pipeline, executionId), options.action);
    if (!chosen) {
      write(`no action of execution ${executionId} has a log yet`);
      return 1;
    }
    write(colors.bold(`${chosen.stage} / ${chosen.action}, execution ${executionId}: ${chosen.status}`));
    const show = (line: LogLine) => out.write(`${options.json ? jsonOf(chosen, line) : textOf(line)}\n`);
    const pause = options.follow && pauseFor(tools, `execution ${executionId} goes on in AWS`);
    const last = await readOn(pipeline, chosen, show, pause || undefined);
    if (!hasLog(last)) write(withoutLog(last, name));
    else if (last.summary) write(`${last.status}: ${last.summary}`);
    return hasLog(last) ? 0 : 1;
  });
}

/** The last run of each action of an execution, the oldest first. */
async function readActions(pipeline: NamedPipeline, executionId: string): Promise<LoggedAction[]> {
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

/**
 * @returns undefined where none is named and none has a log
 * @throws ExpectedError where the name is none of the actions'
 */
function choose(actions: readonly LoggedAction[], named: string | undefined): LoggedAction | undefined {
  if (named === undefined) {
    const logged = actions.filter(hasLog);
    const running = logged.findLast(({ status }) => status === 'InProgress');
    return running ?? logged.findLast(({ status }) => status === 'Failed') ?? logged.at(-1);
  }
  const found = actions.find(({ action }) => action === named);
  if (found) return found;
  const names = actions.map(({ action }) => action);
  const meant = nearest(named, names);
  throw new ExpectedError(
    `--action must be an action of the newest execution, got: ${named}.${meant ? ` Did you mean ${meant}?` : ''} Actions are ${names.join(', ')}`,
  );
}

/** Shows a log, and what comes to it until the action has ended. @param pause @default - what there is now is all */
async function readOn(
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
    const actions = await readActions(pipeline, action.executionId);
    const next = actions.find((one) => one.stage === action.stage && one.action === action.action) ?? now;
    if (next.externalId !== now.externalId) read = openLog(next, pipeline.clients);
    now = next;
  }
}

const withoutLog = ({ provider, status, summary }: LoggedAction, name: string): string =>
  provider === 'Manual' && status === 'InProgress'
    ? `It waits for approval: npx pipeline-factory approve ${name}`
    : `Actions of ${provider} write no log${summary ? `. ${status}: ${summary}` : ''}`;

const textOf = ({ time, text }: LogLine): string =>
  `${colors.dim(time ? time.toISOString().slice(11, 19) : '        ')}  ${text}`;

const jsonOf = ({ stage, action, executionId }: LoggedAction, { time, text }: LogLine): string =>
  JSON.stringify({ time, executionId, stage, action, text });
