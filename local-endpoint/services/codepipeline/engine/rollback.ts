import type { ExecutionTrigger } from '@aws-sdk/client-codepipeline';
import type { ServiceContext } from '../../../kit/context';
import { currentStructure, type Execution, type Pipeline } from '../model';
import { newExecution } from './execution';

/** A new execution that takes one stage back to what an earlier one did there, with its artifacts and variables. */
export function newRollback(
  context: ServiceContext,
  target: Execution,
  trigger: ExecutionTrigger,
): Execution {
  return newExecution(context, target.pipeline, { trigger, variables: target.variables, rollbackTo: target });
}

/**
 * The latest execution a stage can be taken back to on its own.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback-auto.html
 */
export function latestGoodExecution(pipeline: Pipeline, stageName: string): Execution | undefined {
  const { version } = currentStructure(pipeline);
  return pipeline.executions.findLast(
    ({ type, structure, stages }) =>
      type === 'STANDARD' && structure.version === version && stages.get(stageName)?.status === 'Succeeded',
  );
}
