import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import colors from 'picocolors';
import { withExpectedFailures } from '../releases/aws-failure';
import { isUnderWay, servingFacts, underWayFacts, utc } from '../releases/describe';
import { listExecutions, revisionsOf } from '../releases/executions';
import { planJson, servingJson, targetsJson, writeJson } from '../releases/json';
import { chooseRollback, type RollbackChoice } from '../releases/plan-rollback';
import { factLines, planLines } from '../releases/print';
import { type ReleaseOptions, type ReleaseTools, withTools } from '../releases/tools';
import { withPipeline } from '../releases/with-pipeline';
import { showOverview } from './status/overview';
import { watchExecution } from './status/watch';
import { table } from './table';

/** Options of `pipeline-factory status`. */
export interface StatusOptions extends Omit<ReleaseOptions, 'pipeline'> {
  /** @default - all pipelines of the config */
  readonly pipeline?: string;
  /** Whether the newest execution is followed to its end. @default false */
  readonly watch?: boolean;
}

/**
 * Shows what serves for a pipeline, and what a rollback would do; or all pipelines of a config in a table. It only reads.
 * @returns the exit code: 1 where an execution that is watched does not succeed
 * @throws ConfigError where the config has mistakes
 * @throws ExpectedError where there is no such pipeline, the watching is interrupted, or AWS refuses to show it
 */
export async function runStatus(
  options: StatusOptions,
  out: NodeJS.WritableStream,
  given: Partial<ReleaseTools> = {},
): Promise<number> {
  const tools = withTools(given);
  const { pipeline: asked, watch = false } = options;
  if (asked === undefined && watch)
    throw new ExpectedError('--watch follows one pipeline: PIPELINE must name it');
  if (asked === undefined) return withExpectedFailures(() => showOverview(options, out, tools));
  return withPipeline({ ...options, pipeline: asked }, tools, async (pipeline) => {
    const { name } = pipeline;
    if (watch) return watchExecution(pipeline, out, tools, options.json);
    const serving = await pipeline.type.readServing(pipeline);
    const choice = await chooseRollback(pipeline, serving);
    const executions = await listExecutions(pipeline);
    if (options.json) {
      writeJson(out, {
        pipeline: name,
        serving: servingJson(pipeline, serving),
        underWay: executions.filter(isUnderWay).map(({ pipelineExecutionId, status, startTime }) => ({
          executionId: pipelineExecutionId,
          status,
          started: startTime,
        })),
        rollback: planJson(choice.plan),
        targets: targetsJson(choice),
      });
      return 0;
    }
    const lines = [
      colors.bold(name),
      ...factLines([...servingFacts(pipeline, serving, tools.now()), ...underWayFacts(executions)]),
      '',
      colors.bold(`npx pipeline-factory rollback ${name}`),
      ...planLines(choice.plan),
      '',
      ...targetLines(choice, pipeline.deploy.stage),
      '',
    ];
    out.write(lines.join('\n'));
    return 0;
  });
}

function targetLines({ targets, serving }: RollbackChoice, stage: string): string[] {
  if (targets.length === 0) return [`  Stage ${stage} can be rolled back to no execution yet`];
  return [
    colors.bold(`Executions that stage ${stage} can be rolled back to, with --to`),
    ...table(
      ['execution', 'started', 'released'],
      targets.map((target) => [
        target.pipelineExecutionId ?? '',
        target.startTime ? utc(target.startTime) : '',
        `${revisionsOf(target)}${target.pipelineExecutionId === serving ? '  (serves)' : ''}`,
      ]),
    ),
  ];
}
