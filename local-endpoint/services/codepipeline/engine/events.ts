import type { ServiceContext } from '../../../kit/context';
import type { ActionRun, Execution, StartingChange, StoredArtifact } from '../model';

type Detail = Readonly<Record<string, unknown>>;

/**
 * Says that an execution changed its state.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 */
export function emitPipelineState(context: ServiceContext, execution: Execution, state: string): void {
  emit(context, execution, 'Pipeline', {
    ...(state === 'STARTED' && { 'execution-trigger': trigger(execution) }),
    state,
    ...(state === 'STOPPING' && execution.stopReason && { 'stop-execution-comments': execution.stopReason }),
  });
}

/** Says that a stage changed its state for an execution. */
export function emitStageState(
  context: ServiceContext,
  execution: Execution,
  stage: string,
  state: string,
): void {
  emit(context, execution, 'Stage', { stage, state });
}

/** Says that an action started, ended well, failed or was abandoned. */
export function emitActionState(context: ServiceContext, run: ActionRun, state: string): void {
  const { category, owner, provider, version } = run.action.actionTypeId;
  emit(context, run.execution, 'Action', {
    stage: run.stageName,
    action: run.action.name,
    ...(state !== 'STARTED' && state !== 'ABANDONED' && { 'execution-result': result(run) }),
    ...(run.inputArtifacts.length > 0 && { 'input-artifacts': run.inputArtifacts.map(artifact) }),
    ...(state === 'SUCCEEDED' &&
      run.outputArtifacts.length > 0 && { 'output-artifacts': run.outputArtifacts.map(artifact) }),
    state,
    region: run.action.region ?? run.execution.pipeline.region,
    type: { owner, provider, category, version },
  });
}

function emit(
  context: ServiceContext,
  execution: Execution,
  level: 'Pipeline' | 'Stage' | 'Action',
  detail: Detail,
): void {
  const { accountId: account, region, arn, name } = execution.pipeline;
  context.bus.emit({
    'detail-type': `CodePipeline ${level} Execution State Change`,
    source: 'aws.codepipeline',
    account,
    region,
    resources: [arn],
    detail: {
      pipeline: name,
      'execution-id': execution.id,
      'start-time': execution.startTime.toISOString(),
      ...detail,
      version: execution.structure.version,
      'pipeline-execution-attempt':
        1 + Math.max(0, ...[...execution.stages.values()].map((stage) => stage.manualRetries)),
    },
  });
}

const trigger = ({ trigger: { triggerType, triggerDetail }, change }: Execution): Detail => ({
  'trigger-type': triggerType,
  'trigger-detail': triggerDetail,
  ...(change && startingCommit(change)),
});

/** Who pushed what, as the events of pipelines with connections tell it. */
const startingCommit = ({ connectionArn, repository, change: { commit } }: StartingChange): Detail => ({
  'author-date': commit.author.date.toISOString(),
  'author-display-name': commit.author.name,
  'author-email': commit.author.email,
  'author-id': commit.author.name,
  'commit-id': commit.id,
  'commit-message': commit.message,
  'connection-arn': connectionArn,
  'full-repository-name': repository,
});

const result = (run: ActionRun): Detail => ({
  ...(run.externalExecutionUrl && { 'external-execution-url': run.externalExecutionUrl }),
  'external-execution-summary': run.errorDetails?.message ?? run.summary ?? '',
  ...(run.externalExecutionId && { 'external-execution-id': run.externalExecutionId }),
  ...(run.errorDetails?.code && { 'error-code': run.errorDetails.code }),
});

const artifact = ({ name, bucket, key }: StoredArtifact): Detail => ({ name, s3location: { bucket, key } });
