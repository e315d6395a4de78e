import { type HistoryEntry, readHistory } from '../releases/history';
import { writeJson } from '../releases/json';
import { duration, shortAge, shortened, shortExecution, shortSource, whoOf } from '../releases/text';
import { type ReleaseOptions, type ReleaseTools, withTools } from '../releases/tools';
import { withPipeline } from '../releases/with-pipeline';
import { table } from './table';

/** Options of `pipeline-factory releases`. */
export interface ReleasesOptions extends ReleaseOptions {
  /** How many are shown. */
  readonly limit: number;
}

/**
 * Lists the releases of a pipeline, the newest first. It only reads.
 * @returns the exit code
 * @throws ConfigError where the config has mistakes
 * @throws ExpectedError where there is no such pipeline, or AWS refuses to show it
 */
export async function runReleases(
  options: ReleasesOptions,
  out: NodeJS.WritableStream,
  given: Partial<ReleaseTools> = {},
): Promise<number> {
  const tools = withTools(given);
  return withPipeline(options, tools, async (pipeline) => {
    const entries = await readHistory(pipeline, options.limit);
    const now = tools.now();
    if (options.json) writeJson(out, entries);
    else if (entries.length === 0) out.write(`${pipeline.name} has released nothing yet\n`);
    else
      out.write(
        `${table(
          HEADING,
          entries.map((entry) => cellsOf(entry, now)),
        ).join('\n')}\n`,
      );
    return 0;
  });
}

const HEADING = ['release', 'age', 'version', 'source', 'cause', 'approved by', 'took', 'status'];

/** The longest cells, so that a line has 80 columns. */
const MAX_CELLS = { cause: 8, approvedBy: 13 } as const;

function cellsOf(entry: HistoryEntry, now: Date): string[] {
  const {
    executionId,
    version,
    source = '-',
    cause = '-',
    approvedBy,
    started,
    ended,
    status,
    serves,
  } = entry;
  return [
    executionId === undefined ? '-' : shortExecution(executionId),
    shortAge(started, now),
    version ?? '-',
    shortSource(source),
    shortened(cause, MAX_CELLS.cause),
    approvedBy === undefined ? '-' : shortened(whoOf(approvedBy), MAX_CELLS.approvedBy),
    ended ? duration(ended.getTime() - started.getTime()) : '-',
    serves ? 'serves' : status,
  ];
}
