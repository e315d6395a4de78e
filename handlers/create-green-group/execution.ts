import { executionStatus } from '../executions/read-execution';
import { isUnderWay } from '../executions/under-way';
import type { Look } from './look';

/** Whether the execution that brought up a group may still go on with it. */
export const isExecutionRunning = async (
  { clients, pipeline }: Look,
  executionId: string,
): Promise<boolean> => isUnderWay(await executionStatus(clients.codePipeline, pipeline, executionId));
