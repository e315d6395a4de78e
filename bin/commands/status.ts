import colors from 'picocolors';
import { withExpectedFailures } from '../releases/aws-failure';
import { type ReleaseClients, releaseClients } from '../releases/clients';
import { servingFacts, underWayFacts, utc } from '../releases/describe';
import { listExecutions, revisionsOf } from '../releases/executions';
import { locatePipeline, type PipelineQuery } from '../releases/locate-pipeline';
import { chooseRollback, type RollbackChoice } from '../releases/plan-rollback';
import { factLines, planLines } from '../releases/print';
import { readReleasePipeline } from '../releases/read-pipeline';
import { table } from './table';

/** Options of `pipeline-factory status`. */
export type StatusOptions = PipelineQuery;

/**
 * Shows what serves for a pipeline, and what a rollback would do. It only reads.
 * @param clientsFor makes the clients for the region of the pipeline @default - of the user's AWS configuration
 * @returns the exit code
 * @throws ConfigError where the config has mistakes
 * @throws ExpectedError where there is no such pipeline, or AWS refuses to show it
 */
export async function runStatus(
  options: StatusOptions,
  out: NodeJS.WritableStream,
  clientsFor: (region: string | undefined) => ReleaseClients = (region) => releaseClients({ region }),
): Promise<number> {
  const { name, region } = locatePipeline(options);
  return withExpectedFailures(async () => {
    const pipeline = await readReleasePipeline(clientsFor(region), name);
    const serving = await pipeline.type.readServing(pipeline);
    const choice = await chooseRollback(pipeline, serving);
    const lines = [
      colors.bold(name),
      ...factLines([
        ...servingFacts(pipeline, serving, new Date()),
        ...underWayFacts(await listExecutions(pipeline)),
      ]),
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
