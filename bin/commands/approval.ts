import { createInterface } from 'node:readline/promises';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import colors from 'picocolors';
import {
  answer,
  type ApprovalAnswer,
  type ApprovalQuestion,
  readQuestion,
  readStages,
  waitingApprovals,
  type WaitingApproval,
} from '../releases/approvals';
import { readExecution } from '../releases/executions';
import { writeJson } from '../releases/json';
import { factLines } from '../releases/print';
import { requirePipeline } from '../releases/read-pipeline';
import { stageProgress } from '../releases/stage-progress';
import { duration, shortExecution } from '../releases/text';
import { type ReleaseOptions, type ReleaseTools, withTools } from '../releases/tools';
import { type NamedPipeline, withNamedPipeline } from '../releases/with-pipeline';

/** Options of `pipeline-factory approve` and `pipeline-factory reject`. */
export interface ApprovalOptions extends ReleaseOptions {
  /** Why, for whoever reads the history. @default - nothing but who answered */
  readonly reason?: string;
  /** The execution that must wait, or the beginning of its id. @default - the one that does */
  readonly execution?: string;
  /** The approval, where several wait. @default - the one that does */
  readonly action?: string;
  /** Whether nobody is asked. @default false */
  readonly yes?: boolean;
}

/** What a test replaces. */
export interface ApprovalTools extends ReleaseTools {
  /** Asks the person at the terminal. @default - undefined where there is no terminal */
  readonly ask?: (question: string) => Promise<string>;
}

/**
 * Shows what waits for approval, and answers exactly that.
 * @returns the exit code: 1 where nothing waits, or the person does not confirm
 * @throws ConfigError where the config has mistakes
 * @throws ExpectedError where something else waits than was asked for or shown, or AWS refuses the answer
 */
export async function runApproval(
  status: ApprovalAnswer['status'],
  options: ApprovalOptions,
  out: NodeJS.WritableStream,
  given: Partial<ApprovalTools> = {},
): Promise<number> {
  const { ask = askAtTerminal(), ...tools } = { ...withTools(given), ask: given.ask };
  const write = (...lines: string[]) => void (options.json || out.write(`${lines.join('\n')}\n`));
  return withNamedPipeline(options, tools, async (pipeline) => {
    const { name } = pipeline;
    const stages = await requirePipeline(pipeline.clients, name, () => readStages(pipeline));
    const waiting = waitingApprovals(stages);
    if (waiting.length === 0) {
      const underWay = stageProgress(stages);
      if (options.json) writeJson(out, { pipeline: name, waiting: null, underWay: underWay ?? null });
      write(`nothing waits for approval of ${name}: ${underWay?.text ?? 'nothing is under way'}`);
      return 1;
    }
    const chosen = choose(waiting, options);
    const question = await readQuestion(pipeline, chosen);
    write(...(await shownLines(pipeline, chosen, question, tools.now())), '');
    if (!options.yes && !(await confirmed(status, chosen, ask))) {
      write('Nothing is answered.');
      return 1;
    }
    const summary = await summaryOf(pipeline, status, options.reason);
    await answer(pipeline, chosen, { status, summary });
    if (options.json)
      writeJson(out, { pipeline: name, ...withoutToken(chosen), question: question.text, status, summary });
    write(ANSWERED[status](chosen, name));
    return 0;
  });
}

const withoutToken = ({ stage, action, executionId, since }: WaitingApproval) => ({
  stage,
  action,
  executionId,
  since,
});

const ANSWERED = {
  Approved: ({ executionId }: WaitingApproval, name: string) =>
    `${colors.green('Approved.')} Execution ${shortExecution(executionId)} goes on; to follow it: npx pipeline-factory status ${name} --watch`,
  Rejected: ({ executionId }: WaitingApproval, name: string) =>
    `${colors.yellow('Rejected.')} Execution ${shortExecution(executionId)} ends as Failed, and what serves for ${name} stays`,
} as const;

/** @throws ExpectedError where none of those that wait is meant, or several may be */
function choose(
  waiting: readonly WaitingApproval[],
  { execution, action, pipeline }: ApprovalOptions,
): WaitingApproval {
  const all = waiting.map((one) => `${one.action} (execution ${one.executionId})`).join(', ');
  const meant = waiting.filter(
    (one) =>
      (execution === undefined || one.executionId.startsWith(execution)) &&
      (action === undefined || one.action === action),
  );
  const [found, second] = meant;
  if (!found) {
    const option = waiting.some((one) => action === undefined || one.action === action)
      ? `--execution must be what waits, got: ${execution}`
      : `--action must be an approval that waits, got: ${action}`;
    throw new ExpectedError(`${option}. For ${pipeline} waits ${all}`);
  }
  if (second) throw new ExpectedError(`several approvals wait: ${all}. --action or --execution names one`);
  return found;
}

async function shownLines(
  pipeline: NamedPipeline,
  { stage, action, executionId, since }: WaitingApproval,
  { text, link }: ApprovalQuestion,
  now: Date,
): Promise<string[]> {
  const { artifactRevisions = [], trigger } = await readExecution(pipeline, executionId);
  const revisions = artifactRevisions.map(({ name = '', revisionId = '' }) => ({
    name: `source ${name}`,
    value: revisionId,
  }));
  const waits = since ? `, which waits for ${duration(now.getTime() - since.getTime())}` : '';
  return [
    colors.bold(pipeline.name),
    ...factLines([
      { name: 'approval', value: `${action} in stage ${stage}${waits}` },
      { name: 'execution', value: executionId },
      ...(trigger?.triggerType ? [{ name: 'started by', value: trigger.triggerType }] : []),
      ...revisions,
      ...(text ? [{ name: 'asks', value: text }] : []),
      ...(link ? [{ name: 'see', value: link }] : []),
      { name: 'changes', value: `npx pipeline-factory diff ${pipeline.name}` },
    ]),
  ];
}

/** @throws ExpectedError where there is nobody to ask */
async function confirmed(
  status: ApprovalAnswer['status'],
  { executionId }: WaitingApproval,
  ask: ApprovalTools['ask'],
): Promise<boolean> {
  const verb = status === 'Approved' ? 'Approve' : 'Reject';
  if (!ask)
    throw new ExpectedError(
      `nothing is answered without a terminal to confirm it: --yes --execution ${shortExecution(executionId)} answers what is shown`,
    );
  const typed = await ask(`${verb} execution ${shortExecution(executionId)}? [y/N] `);
  return /^y(es)?$/i.test(typed.trim());
}

function askAtTerminal(): ApprovalTools['ask'] {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return undefined;
  return async (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stdout });
    try {
      return await lines.question(question);
    } finally {
      lines.close();
    }
  };
}

/** CodePipeline takes no more. https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ApprovalResult.html */
const MAX_SUMMARY = 512;

/** Who answered and why: what the history of the pipeline shows. */
async function summaryOf(
  { clients }: NamedPipeline,
  status: ApprovalAnswer['status'],
  reason: string | undefined,
): Promise<string> {
  const { Arn = '' } = await clients.sts.send(new GetCallerIdentityCommand({}));
  return `${reason === undefined ? '' : `${reason}. `}${status} by ${Arn}`.slice(0, MAX_SUMMARY);
}
