import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import colors from 'picocolors';
import { nearest } from '../../lib/config/suggest';
import { newestExecution } from '../releases/executions';
import { type FollowedLogs, followActions } from '../releases/logs/follow-actions';
import type { LoggedAction, LogLine } from '../releases/logs/log';
import { hasLog } from '../releases/logs/log-source';
import { readLoggedActions, readOn } from '../releases/logs/logged-actions';
import { requirePipeline } from '../releases/read-pipeline';
import { pauseFor, type ReleaseOptions, type ReleaseTools, withTools } from '../releases/tools';
import { withNamedPipeline } from '../releases/with-pipeline';

/** Options of `pipeline-factory logs`. */
export interface LogsOptions extends ReleaseOptions {
  /** The name of the action. @default - the one that runs, else the one that failed, else the last one with a log */
  readonly action?: string;
  /**
   * Whether the log is followed until the action has ended, and, where none is named, those of the actions behind it until the
   * execution has. @default false
   */
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
    const chosen = choose(await readLoggedActions(pipeline, executionId), options.action);
    const printed = printer(out, options.json ?? false, name);
    const pause = options.follow && pauseFor(tools, `execution ${executionId} goes on in AWS`);
    if (pause && options.action === undefined) {
      const hadLog = await followActions(pipeline, executionId, chosen, printed, pause);
      if (!hadLog) write(`no action of execution ${executionId} has a log`);
      return hadLog ? 0 : 1;
    }
    if (!chosen) {
      write(`no action of execution ${executionId} has a log yet`);
      return 1;
    }
    printed.begin(chosen);
    printed.end(await readOn(pipeline, chosen, (line) => printed.line(chosen, line), pause || undefined));
    return hasLog(chosen) ? 0 : 1;
  });
}

/**
 * @returns undefined where none is named and none has a log
 * @throws ExpectedError where the name is none of the actions'
 */
function choose(actions: readonly LoggedAction[], named: string | undefined): LoggedAction | undefined {
  if (named === undefined) {
    const logged = actions.filter(hasLog);
    const running = logged.find(({ status }) => status === 'InProgress');
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

/** Prints lines for people, or, as JSON, what is in the logs only. */
function printer(out: NodeJS.WritableStream, isJson: boolean, name: string): FollowedLogs {
  const write = (text: string) => void (isJson || out.write(`${text}\n`));
  return {
    begin: ({ stage, action, executionId, status }) =>
      write(colors.bold(`${stage} / ${action}, execution ${executionId}: ${status}`)),
    line: (action, line) => void out.write(`${isJson ? jsonOf(action, line) : textOf(line)}\n`),
    waits: (action) => write(withoutLog(action, name)),
    answered: ({ stage, action, status, summary }) =>
      write(`${stage} / ${action}: ${status}${summary ? `, ${summary}` : ''}`),
    end(action) {
      if (!hasLog(action)) write(withoutLog(action, name));
      else if (action.summary) write(`${action.status}: ${action.summary}`);
    },
  };
}

const withoutLog = ({ provider, status, summary }: LoggedAction, name: string): string =>
  provider === 'Manual' && status === 'InProgress'
    ? `It waits for approval: npx pipeline-factory approve ${name}`
    : `Actions of ${provider} write no log${summary ? `. ${status}: ${summary}` : ''}`;

const textOf = ({ time, text }: LogLine): string =>
  `${colors.dim(time ? time.toISOString().slice(11, 19) : '        ')}  ${text}`;

const jsonOf = ({ stage, action, executionId }: LoggedAction, { time, text }: LogLine): string =>
  JSON.stringify({ time, executionId, stage, action, text });
