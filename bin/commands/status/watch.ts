import colors from 'picocolors';
import { newestExecution } from '../../releases/executions';
import { changeLine, type ExecutionChange, followExecution } from '../../releases/follow-execution';
import type { ReleasePipeline } from '../../releases/model';
import { pauseFor, type ReleaseTools } from '../../releases/tools';

/**
 * Follows the newest execution to its end.
 * @param json whether each change is a line of JSON
 * @returns the exit code: 1 where it does not succeed, or there is none
 * @throws ExpectedError when the command is interrupted
 */
export async function watchExecution(
  pipeline: ReleasePipeline,
  out: NodeJS.WritableStream,
  tools: ReleaseTools,
  json = false,
): Promise<number> {
  const id = (await newestExecution(pipeline))?.pipelineExecutionId;
  if (id === undefined) {
    out.write(json ? '' : `${pipeline.name} has no execution yet\n`);
    return 1;
  }
  const report = (change: ExecutionChange) => {
    const time = tools.now().toISOString();
    out.write(
      json
        ? `${JSON.stringify({ time, pipeline: pipeline.name, ...change })}\n`
        : `  ${colors.dim(time.slice(11, 19))}  ${changeLine(change)}\n`,
    );
  };
  if (!json) out.write(`${colors.bold(pipeline.name)}, execution ${id}\n`);
  const pause = pauseFor(tools, `execution ${id} goes on in AWS, and status ${pipeline.name} shows it`);
  return (await followExecution(pipeline, id, report, pause)) === 'Succeeded' ? 0 : 1;
}
