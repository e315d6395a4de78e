import { parseArn } from '../../kit/arn';
import { AwsError } from '../../kit/aws-error';
import type { CallContext } from '../../kit/operation';
import { scopeOf } from '../../kit/scope';
import { currentStructure, type Action, type Execution, type Pipeline, type Stage } from './model';
import type { LambdaJob } from './providers/lambda-job';
import type { CodePipelineStore } from './store';

/** @throws AwsError `PipelineNotFoundException` */
export function findPipeline(store: CodePipelineStore, context: CallContext, name: string): Pipeline {
  const scope = scopeOf(context);
  const pipeline = store.pipelines.in(scope).get(name);
  if (pipeline) return pipeline;
  throw new AwsError(
    'PipelineNotFoundException',
    `Account '${scope.account}' does not have a pipeline with name '${name}'`,
  );
}

/** @throws AwsError `PipelineExecutionNotFoundException` */
export function findExecution(pipeline: Pipeline, id: string): Execution {
  const execution = pipeline.executions.find((known) => known.id === id);
  if (execution) return execution;
  const message = `Pipeline '${pipeline.name}' does not have an execution with id '${id}'`;
  throw new AwsError('PipelineExecutionNotFoundException', message);
}

/** A stage of the current structure. @throws AwsError `StageNotFoundException` */
export function findStage(pipeline: Pipeline, name: string): Stage {
  const stage = currentStructure(pipeline).stages.find((known) => known.name === name);
  if (stage) return stage;
  throw new AwsError(
    'StageNotFoundException',
    `Pipeline '${pipeline.name}' does not have a stage with name '${name}'`,
  );
}

/** @throws AwsError `ActionNotFoundException` */
export function findAction(stage: Stage, name: string): Action {
  const action = stage.actions.find((known) => known.name === name);
  if (action) return action;
  throw new AwsError(
    'ActionNotFoundException',
    `Stage '${stage.name}' does not have an action with name '${name}'`,
  );
}

/** A pipeline of the caller's account, in whatever region. @throws AwsError `InvalidArnException`, `ResourceNotFoundException` */
export function findByArn(store: CodePipelineStore, { caller }: CallContext, text: string): Pipeline {
  const arn = parseArn(text);
  if (arn?.service !== 'codepipeline' || !arn.region || !arn.account || !arn.resource)
    throw new AwsError('InvalidArnException', `Invalid ARN: ${text}`);
  const pipeline = arn.account === caller.accountId ? store.pipelines.in(arn).get(arn.resource) : undefined;
  if (!pipeline) throw new AwsError('ResourceNotFoundException', `The resource ${text} was not found`);
  return pipeline;
}

/** @throws AwsError `JobNotFoundException` */
export function findJob(store: CodePipelineStore, context: CallContext, id: string): LambdaJob {
  const scope = scopeOf(context);
  const job = store.jobs.in(scope).get(id);
  if (job) return job;
  throw new AwsError(
    'JobNotFoundException',
    `No job with ID '${id}' was found in account '${scope.account}'`,
  );
}

/** A job that still takes a result. @throws AwsError `JobNotFoundException`, `InvalidJobStateException` */
export function findOpenJob(store: CodePipelineStore, context: CallContext, id: string): LambdaJob {
  const job = findJob(store, context, id);
  if (!job.closed) return job;
  throw new AwsError(
    'InvalidJobStateException',
    `The job with ID '${id}' has already been completed or timed out.`,
  );
}
