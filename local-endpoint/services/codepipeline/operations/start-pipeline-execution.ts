import type {
  ExecutionTrigger,
  SourceRevisionOverride,
  StartPipelineExecutionInput,
  StartPipelineExecutionOutput,
} from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../../kit/aws-error';
import { type Caller, type Operation } from '../../../kit/operation';
import { validate } from '../../../kit/validate';
import { newExecution, requireCapacity } from '../engine/execution';
import { enterStage, firstStage } from '../engine/flow';
import { pipelineVariables } from '../engine/variables';
import { findPipeline } from '../find';
import { currentStructure, type Structure } from '../model';
import { findActionProvider } from '../providers/registry';
import { NAME } from '../request';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_StartPipelineExecution.html */
export const startPipelineExecution =
  (store: CodePipelineStore): Operation<StartPipelineExecutionInput, StartPipelineExecutionOutput> =>
  async (input, context) => {
    const rules = { name: NAME, clientRequestToken: { pattern: /^[a-zA-Z0-9-]+$/, maxLength: 128 } };
    const {
      name,
      clientRequestToken,
      variables = [],
      sourceRevisions = [],
    } = validate(input, ['name'], rules);
    const pipeline = findPipeline(store, context, name);
    const earlier = clientRequestToken && pipeline.requests.get(clientRequestToken);
    if (earlier) return { pipelineExecutionId: earlier };
    const structure = currentStructure(pipeline);
    requireCapacity(pipeline, structure);
    requireOverrides(structure, sourceRevisions);
    const execution = newExecution(store.context, pipeline, {
      trigger: triggerOf(context.caller),
      variables: pipelineVariables(structure, variables),
      overrides: sourceRevisions,
    });
    if (clientRequestToken) pipeline.requests.set(clientRequestToken, execution.id);
    enterStage(store, execution, firstStage(pipeline).name);
    return { pipelineExecutionId: execution.id };
  };

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
    const { actionName, revisionType } = validate(override, ['actionName', 'revisionType', 'revisionValue']);
    const action = sources.find(({ name }) => name === actionName);
    if (!action)
      throw new AwsError(
        'ValidationException',
        `The pipeline has no source action with name '${actionName}'`,
      );
    const allowed = findActionProvider(action.actionTypeId)?.revisionTypes ?? [];
    const keyRefused =
      revisionType === 'S3_OBJECT_KEY' && action.configuration.AllowOverrideForS3ObjectKey !== 'true';
    if (allowed.includes(revisionType) && !keyRefused) continue;
    const message = `The source action '${actionName}' does not take source revisions of type ${revisionType}`;
    throw new AwsError('ValidationException', message);
  }
}
