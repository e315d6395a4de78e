import { setTimeout as pause } from 'node:timers/promises';
import { RollbackStageCommand } from '@aws-sdk/client-codepipeline';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import colors from 'picocolors';
import { withExpectedFailures } from '../releases/aws-failure';
import { type ReleaseClients, releaseClients } from '../releases/clients';
import { servingFacts } from '../releases/describe';
import { followExecution } from '../releases/follow-execution';
import { locatePipeline, type PipelineQuery } from '../releases/locate-pipeline';
import type { ReleasePipeline } from '../releases/model';
import { chooseRollback, type RollbackPlan } from '../releases/plan-rollback';
import { factLines, missingNeeds, planLines } from '../releases/print';
import { readReleasePipeline } from '../releases/read-pipeline';
import { interruption } from './interruption';

/** Options of `pipeline-factory rollback`. */
export interface RollbackOptions extends PipelineQuery {
  /** The execution to go back to, or the beginning of its id. @default - the release before the one that serves */
  readonly to?: string;
  /** Whether to show what would be done, and do nothing. @default false */
  readonly dryRun?: boolean;
}

/** What a test replaces. */
export interface RollbackTools {
  /** Makes the clients for the region of the pipeline. @default - of the user's AWS configuration */
  readonly clientsFor: (region: string | undefined) => ReleaseClients;
  /** Waits so many milliseconds between two questions to AWS. @default - in the machine's time, unless it is interrupted */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Goes back to an earlier release, by what is quickest now, and follows it to its end.
 * @returns the exit code: 0 where it went back, or with `dryRun` would; 1 where it failed or is not possible
 * @throws ConfigError where the config has mistakes
 * @throws ExpectedError where there is no such pipeline, or AWS refuses the rollback
 */
export async function runRollback(
  options: RollbackOptions,
  out: NodeJS.WritableStream,
  { clientsFor = (region) => releaseClients({ region }), wait = waitForReal }: Partial<RollbackTools> = {},
): Promise<number> {
  const { name, region } = locatePipeline(options);
  const write = (...lines: string[]) => void out.write(`${lines.join('\n')}\n`);
  return withExpectedFailures(async () => {
    const pipeline = await readReleasePipeline(clientsFor(region), name);
    const serving = await pipeline.type.readServing(pipeline);
    const { plan } = await chooseRollback(pipeline, serving, options.to);
    write(
      colors.bold(name),
      ...factLines(servingFacts(pipeline, serving, new Date())),
      '',
      ...planLines(plan),
    );
    if (plan.way === 'none') return 1;
    if (missingNeeds(plan).length > 0) {
      write('', colors.red('Nothing is done: what it needs exists no more. --to names another execution.'));
      return 1;
    }
    if (options.dryRun) {
      write('', 'Nothing is done: this is a dry run.');
      return 0;
    }
    write('');
    const succeeded = await carryOut(pipeline, plan, write, pauseFor(wait, name));
    const now = await pipeline.type.readServing(pipeline);
    write('', ...factLines((now?.facts ?? []).slice(0, 1)));
    write(succeeded ? colors.green(`${name} went back`) : colors.red(`${name} did not go back`));
    return succeeded ? 0 : 1;
  });
}

/** @returns whether it went back */
async function carryOut(
  pipeline: ReleasePipeline,
  plan: Exclude<RollbackPlan, { way: 'none' }>,
  write: (line: string) => void,
  wait: () => Promise<void>,
): Promise<boolean> {
  const report = (line: string) => write(`  ${colors.dim(new Date().toISOString().slice(11, 19))}  ${line}`);
  if (plan.way === 'take-back') return plan.underWay.takeBack(report, wait);
  const { clients, name: pipelineName, deploy } = pipeline;
  const { pipelineExecutionId = '' } = await clients.codePipeline
    .send(
      new RollbackStageCommand({
        pipelineName,
        stageName: deploy.stage,
        targetPipelineExecutionId: plan.target.executionId,
      }),
    )
    .catch((error: Error) => {
      if (!REFUSALS.includes(error.name)) throw error;
      throw new ExpectedError(`CodePipeline refuses the rollback: ${error.message}`);
    });
  report(`execution ${pipelineExecutionId} rolls stage ${deploy.stage} back`);
  return (await followExecution(pipeline, pipelineExecutionId, report, wait)) === 'Succeeded';
}

/** Between two questions to AWS. */
const INTERVAL_MILLISECONDS = 3_000;

const waitForReal: RollbackTools['wait'] = (milliseconds, signal) =>
  pause(milliseconds, undefined, { signal }).catch(() => undefined);

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_RollbackStage.html#API_RollbackStage_Errors */
const REFUSALS = [
  'UnableToRollbackStageException',
  'PipelineExecutionOutdatedException',
  'PipelineExecutionNotFoundException',
  'ConflictException',
];

/** Waits between two questions. @throws ExpectedError when the command is interrupted */
function pauseFor(wait: RollbackTools['wait'], name: string): () => Promise<void> {
  const signal = interruption();
  return async () => {
    await wait(INTERVAL_MILLISECONDS, signal);
    if (signal.aborted)
      throw new ExpectedError(`interrupted: the rollback goes on in AWS, and status ${name} shows it`);
  };
}
