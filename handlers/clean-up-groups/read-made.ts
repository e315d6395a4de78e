import type { ActionFunction } from '../contract/action-function';
import { actionFunctionName } from '../contract/names';
import { type MakingExecution, readMakingExecution } from '../executions/making-execution';
import { endedExecution } from './ended-execution';
import type { CleanUpLook } from './look';

/**
 * The execution that made a group serve, where no record tells: the one whose end is handled, or else the one that the
 * group's tag names.
 * @param by the function whose action makes a release serve
 * @param tagged the id of the tag, which in a rollback may be that of the execution it goes back to
 */
export async function readMade(
  { clients: { codePipeline }, request, pipeline }: CleanUpLook,
  by: ActionFunction,
  tagged: string,
): Promise<MakingExecution> {
  const { prefix, environment } = request.pipeline;
  const ended = await endedExecution(codePipeline, pipeline, request.executionId);
  const functionName = actionFunctionName(prefix, environment, by.name);
  return readMakingExecution(codePipeline, pipeline, functionName, ended ?? tagged);
}
