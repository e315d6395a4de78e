import { AwsError } from '../../kit/aws-error';
import { type CallContext } from '../../kit/operation';
import { currentStructure, type Action, type Execution, type Pipeline, type Stage } from './model';
import type { CodePipelineStore } from './store';

/** @throws AwsError `PipelineNotFoundException` */
export function findPipeline(
  store: CodePipelineStore,
  { caller: { accountId }, region }: CallContext,
  name: string,
): Pipeline {
  const pipeline = store.state(accountId, region).pipelines.get(name);
  if (pipeline) return pipeline;
  throw new AwsError(
    'PipelineNotFoundException',
    `Account '${accountId}' does not have a pipeline with name '${name}'`,
  );
}

/** @throws AwsError `PipelineExecutionNotFoundException` */
export function findExecution(pipeline: Pipeline, id: string): Execution {
  const execution = pipeline.executions.find((known) => known.id === id);
  if (execution) return execution;
  const message = `Pipeline '${pipeline.name}' does not have an execution with id '${id}'`;
  throw new AwsError('PipelineExecutionNotFoundException', message);
}

/** A stage of today's structure. @throws AwsError `StageNotFoundException` */
export function findStage(pipeline: Pipeline, name: string): Stage {
  const stage = currentStructure(pipeline).stages.find((known) => known.name === name);
  if (stage) return stage;
  throw new AwsError(
    'StageNotFoundException',
    `Pipeline '${pipeline.name}' does not have a stage with name '${name}'`,
  );
}

/** An action of a stage. @throws AwsError `ActionNotFoundException` */
export function findAction(stage: Stage, name: string): Action {
  const action = stage.actions.find((known) => known.name === name);
  if (action) return action;
  throw new AwsError(
    'ActionNotFoundException',
    `Stage '${stage.name}' does not have an action with name '${name}'`,
  );
}

/** A pipeline by its ARN. @throws AwsError `InvalidArnException`, `ResourceNotFoundException` */
export function findByArn(store: CodePipelineStore, context: CallContext, arn: string): Pipeline {
  const [, partition, service, region, accountId, name] = arn.split(':');
  if (!partition || service !== 'codepipeline' || !region || !accountId || !name) {
    throw new AwsError('InvalidArnException', `Invalid ARN: ${arn}`);
  }
  const pipeline =
    accountId === context.caller.accountId ? store.state(accountId, region).pipelines.get(name) : undefined;
  if (!pipeline) throw new AwsError('ResourceNotFoundException', `The resource ${arn} was not found`);
  return pipeline;
}
