import { RollbackStageCommand } from '@aws-sdk/client-codepipeline';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import colors from 'picocolors';
import { servingFacts } from '../releases/describe';
import { changeLine, followExecution } from '../releases/follow-execution';
import { planJson, writeJson } from '../releases/json';
import type { ReleasePipeline } from '../releases/model';
import { chooseRollback, type RollbackPlan } from '../releases/plan-rollback';
import { factLines, missingNeeds, planLines } from '../releases/print';
import { pauseFor, type ReleaseOptions, type ReleaseTools, withTools } from '../releases/tools';
import { withPipeline } from '../releases/with-pipeline';

/** Options of `pipeline-factory rollback`. */
export interface RollbackOptions extends ReleaseOptions {
  /** The execution to go back to, or the beginning of its id. @default - the release before the one that serves */
  readonly to?: string;
  /** Whether to show what would be done, and do nothing. @default false */
  readonly dryRun?: boolean;
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
  given: Partial<ReleaseTools> = {},
): Promise<number> {
  const tools = withTools(given);
  const write = (...lines: string[]) => void (options.json || out.write(`${lines.join('\n')}\n`));
  return withPipeline(options, tools, async (pipeline) => {
    const { name } = pipeline;
    const serving = await pipeline.type.readServing(pipeline);
    const { plan } = await chooseRollback(pipeline, serving, options.to);
    const end = (done: boolean, code: number) => {
      if (options.json) writeJson(out, { pipeline: name, rollback: planJson(plan), done });
      return code;
    };
    write(
      colors.bold(name),
      ...factLines(servingFacts(pipeline, serving, tools.now())),
      '',
      ...planLines(plan),
    );
    if (plan.way === 'none') return end(false, 1);
    if (missingNeeds(plan).length > 0) {
      write('', colors.red('Nothing is done: what it needs exists no more. --to names another execution.'));
      return end(false, 1);
    }
    if (options.dryRun) {
      write('', 'Nothing is done: this is a dry run.');
      return end(false, 0);
    }
    write('');
    const pause = pauseFor(tools, `the rollback goes on in AWS, and status ${name} shows it`);
    const succeeded = await carryOut(pipeline, plan, write, pause);
    const now = await pipeline.type.readServing(pipeline);
    write('', ...factLines((now?.facts ?? []).slice(0, 1)));
    write(succeeded ? colors.green(`${name} went back`) : colors.red(`${name} did not go back`));
    return end(succeeded, succeeded ? 0 : 1);
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
  return (
    (await followExecution(pipeline, pipelineExecutionId, (change) => report(changeLine(change)), wait)) ===
    'Succeeded'
  );
}

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_RollbackStage.html#API_RollbackStage_Errors */
const REFUSALS = [
  'UnableToRollbackStageException',
  'PipelineExecutionOutdatedException',
  'PipelineExecutionNotFoundException',
  'ConflictException',
];
