import type {
  ExecutionTrigger,
  PipelineVariable,
  SourceRevisionOverride,
  StartPipelineExecutionInput,
  StartPipelineExecutionOutput,
} from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../../kit/aws-error';
import { type Caller, type Operation } from '../../../kit/operation';
import { newExecution } from '../engine/execution';
import { enter, firstStage } from '../engine/flow';
import { findPipeline } from '../find';
import { currentStructure, hasEnded, type Pipeline, type Structure } from '../model';
import { findProvider } from '../providers/registry';
import { checked, NAME } from '../request';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const MOST_EXECUTIONS = 50;

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_StartPipelineExecution.html */
export const startPipelineExecution =
  (store: CodePipelineStore): Operation<StartPipelineExecutionInput, StartPipelineExecutionOutput> =>
  async (input, context) => {
    const rules = { name: NAME, clientRequestToken: { pattern: /^[a-zA-Z0-9-]+$/, maximumLength: 128 } };
    const {
      name,
      clientRequestToken,
      variables = [],
      sourceRevisions = [],
    } = checked(input, ['name'], rules);
    const pipeline = findPipeline(store, context, name);
    const earlier = clientRequestToken && pipeline.requests.get(clientRequestToken);
    if (earlier) return { pipelineExecutionId: earlier };
    const structure = currentStructure(pipeline);
    requireRoom(pipeline, structure);
    requireOverrides(structure, sourceRevisions);
    const execution = newExecution(store.context, pipeline, {
      trigger: triggerOf(context.caller),
      variables: variablesOf(structure, variables),
      overrides: sourceRevisions,
    });
    if (clientRequestToken) pipeline.requests.set(clientRequestToken, execution.id);
    enter(store, execution, firstStage(pipeline).name);
    return { pipelineExecutionId: execution.id };
  };

/** The pipeline variables that have a default. */
export const defaultVariables = ({ variables = [] }: Structure): Record<string, string> =>
  Object.fromEntries(
    variables.flatMap(({ name, defaultValue }) =>
      name && defaultValue !== undefined ? [[name, defaultValue]] : [],
    ),
  );

/** The values of all pipeline variables. @throws AwsError for one that is not declared, or has none */
export function variablesOf(
  structure: Structure,
  given: readonly PipelineVariable[],
): Record<string, string> {
  const declared = (structure.variables ?? []).map(({ name }) => name ?? '');
  const unknown = given.find(({ name }) => !declared.includes(name ?? ''));
  if (unknown)
    throw new AwsError(
      'ValidationException',
      `Pipeline variable ${unknown.name} is not declared in the pipeline`,
    );
  const values: Record<string, string> = {
    ...defaultVariables(structure),
    ...Object.fromEntries(given.map(({ name, value }) => [name ?? '', value ?? ''])),
  };
  const missing = declared.filter((name) => values[name] === undefined);
  if (missing.length === 0) return values;
  throw new AwsError(
    'ValidationException',
    `Pipeline variables without a default value need a value: ${missing.join(', ')}`,
  );
}

function triggerOf({ arn, sourceArn }: Caller): ExecutionTrigger {
  if (sourceArn && /^arn:[^:]+:events:[^:]*:[^:]*:rule\//.test(sourceArn)) {
    return { triggerType: 'CloudWatchEvent', triggerDetail: sourceArn };
  }
  return { triggerType: 'StartPipelineExecution', triggerDetail: arn };
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-trigger-source-overrides.html */
function requireOverrides({ stages }: Structure, overrides: readonly SourceRevisionOverride[]): void {
  const sources = stages[0]?.actions ?? [];
  for (const override of overrides) {
    const { actionName, revisionType } = checked(override, ['actionName', 'revisionType', 'revisionValue']);
    const action = sources.find(({ name }) => name === actionName);
    if (!action)
      throw new AwsError(
        'ValidationException',
        `The pipeline has no source action with name '${actionName}'`,
      );
    const allowed = findProvider(action.actionTypeId)?.revisionTypes ?? [];
    const keyRefused =
      revisionType === 'S3_OBJECT_KEY' && action.configuration.AllowOverrideForS3ObjectKey !== 'true';
    if (allowed.includes(revisionType) && !keyRefused) continue;
    const message = `The source action '${actionName}' does not take source revisions of type ${revisionType}`;
    throw new AwsError('ValidationException', message);
  }
}

/** @throws AwsError `ConcurrentPipelineExecutionsLimitExceededException` */
export function requireRoom({ executions }: Pipeline, { executionMode }: Structure): void {
  const busy = executions.filter((execution) => !hasEnded(execution)).length;
  if (executionMode === 'SUPERSEDED' || busy < MOST_EXECUTIONS) return;
  const message = 'The pipeline has reached the limit for concurrent pipeline executions.';
  throw new AwsError('ConcurrentPipelineExecutionsLimitExceededException', message);
}
