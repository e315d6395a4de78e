import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import colors from 'picocolors';
import { readStages } from '../releases/approvals';
import type { Difference } from '../releases/diff/differences';
import { listActions, listExecutions, releasedBy } from '../releases/executions';
import { writeJson } from '../releases/json';
import type { ReleasePipeline } from '../releases/model';
import { stageProgress } from '../releases/stage-progress';
import { COLUMNS } from '../releases/text';
import { type ReleaseOptions, type ReleaseTools, withTools } from '../releases/tools';
import { withPipeline } from '../releases/with-pipeline';

/** Options of `pipeline-factory diff`. */
export interface DiffOptions extends ReleaseOptions {
  /** The execution, or the beginning of its id. @default - the one that waits for approval, or is under way */
  readonly execution?: string;
}

/**
 * Shows what an execution would change of what serves; of a rollback what it went back to. It only reads, and shows no value that looks like a secret.
 * @returns the exit code: 1 where nothing waits or is under way
 * @throws ConfigError where the config has mistakes
 * @throws ExpectedError where there is no such pipeline or execution, or it has not made yet what is compared
 */
export async function runDiff(
  options: DiffOptions,
  out: NodeJS.WritableStream,
  given: Partial<ReleaseTools> = {},
): Promise<number> {
  const tools = withTools(given);
  return withPipeline(options, tools, async (pipeline) => {
    const { name } = pipeline;
    const executionId = await chosenExecution(pipeline, options.execution);
    if (executionId === undefined) {
      if (options.json) writeJson(out, { pipeline: name, executionId: null });
      else out.write(`nothing waits or is under way for ${name}: --execution names any other\n`);
      return 1;
    }
    const actions = await listActions(pipeline, await releasedBy(pipeline, executionId));
    const differences = await pipeline.type.readDifferences(pipeline, actions);
    if (options.json) writeJson(out, { pipeline: name, executionId, differences });
    else out.write(`${linesOf(name, executionId, differences).join('\n')}\n`);
    return 0;
  });
}

/** @throws ExpectedError where there is none with the beginning of an id, or several */
async function chosenExecution(
  pipeline: ReleasePipeline,
  named: string | undefined,
): Promise<string | undefined> {
  if (named === undefined) {
    const found = stageProgress(await readStages(pipeline));
    return found?.state === 'failed' ? undefined : found?.executionId;
  }
  const ids = (await listExecutions(pipeline)).map(({ pipelineExecutionId = '' }) => pipelineExecutionId);
  const [found, second] = ids.filter((id) => id.startsWith(named));
  if (found === undefined)
    throw new ExpectedError(`--execution must name an execution of ${pipeline.name}, got: ${named}`);
  if (second)
    throw new ExpectedError(`--execution must name one execution, got: ${named}, with which several begin`);
  return found;
}

function linesOf(name: string, executionId: string, differences: readonly Difference[]): string[] {
  return [
    `${colors.bold(name)}: execution ${executionId}, against what serves`,
    ...(differences.length === 0 ? ['  nothing differs'] : differences.flatMap(differenceLines)),
  ];
}

/** One line; two where it would be longer than a terminal is wide. */
function differenceLines({ field, before, after, hidden = false }: Difference): string[] {
  if (before === undefined) return [colors.green(`  + ${field}: ${after}`)];
  if (after === undefined) return [colors.red(`  - ${field}: ${before}`)];
  if (hidden) return [colors.yellow(`  ~ ${field}: (hidden, differs)`)];
  const line = `  ~ ${field}: ${before} → ${after}`;
  if (line.length <= COLUMNS) return [colors.yellow(line)];
  return [colors.yellow(`  ~ ${field}`), colors.red(`      - ${before}`), colors.green(`      + ${after}`)];
}
