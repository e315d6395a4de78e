/**
 * Whether CodePipeline answers that it has no execution with an id: it forgets executions after a year, and an id that comes
 * from outside may have a form that it refuses.
 */
export const isUnknownExecution = (error: unknown): boolean =>
  /^(PipelineExecutionNotFound|Validation)Exception$/.test((error as Error).name);
