import type {
  ActionExecutionDetail,
  ActionState,
  GetPipelineExecutionInput,
  GetPipelineExecutionOutput,
  GetPipelineOutput,
  GetPipelineStateOutput,
  ListActionExecutionsInput,
  ListActionExecutionsOutput,
  ListPipelineExecutionsOutput,
} from '@aws-sdk/client-codepipeline';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { ServiceError } from '../store';
import { APPROVAL } from './flow';
import type { ActionDefinition, ActionRun, Execution, SourceDefinition } from './model';

export function getPipeline({
  pipeline: { name, stages, sources = [], functionPrefix },
}: SimulatedAccount): GetPipelineOutput {
  return {
    pipeline: {
      ...{ name, roleArn: '' },
      stages: [
        ...(sources.length > 0 ? [{ name: 'Source', actions: sources.map(declarationOf) }] : []),
        ...stages.map((stage) => ({
          name: stage.name,
          actions: stage.actions.map((one) => ({
            name: one.name,
            actionTypeId: typeOfAction(one),
            ...(one.action !== APPROVAL && { configuration: configurationOf(one, functionPrefix) }),
          })),
        })),
      ],
    },
  };
}

const declarationOf = ({ name, provider, configuration, artifact }: SourceDefinition) => ({
  ...{ name, configuration: { ...configuration }, outputArtifacts: [{ name: artifact }] },
  actionTypeId: { category: 'Source' as const, owner: 'AWS' as const, provider, version: '1' },
});

const typeOfAction = ({ native, action }: ActionDefinition) => {
  if (action === APPROVAL) return MANUAL;
  return native
    ? ({ category: 'Deploy', owner: 'AWS', provider: native.provider, version: '1' } as const)
    : LAMBDA;
};

const configurationOf = ({ native, action }: ActionDefinition, prefix: string): Record<string, string> =>
  native ? { ...native.configuration } : { FunctionName: `${prefix}${action}` };

export const getPipelineState = ({
  pipeline: { stages, latest, executions, actions, waiting = [] },
}: SimulatedAccount): GetPipelineStateOutput => ({
  stageStates: stages.map(({ name: stageName, actions: definitions }) => {
    const actionStates = definitions.map(({ name }) => stateOf(name, actions));
    const last = latest[stageName];
    const inboundExecutions = waiting
      .filter(({ stage }) => stage === stageName)
      .map(({ execution }) => ({ pipelineExecutionId: execution, status: 'InProgress' as const }));
    const inbound = inboundExecutions.length > 0 ? { inboundExecutions } : {};
    if (!last) return { stageName, actionStates, ...inbound };
    const { execution: pipelineExecutionId, status } = last;
    const type = typeOf(executions.find(({ id }) => id === pipelineExecutionId));
    return { stageName, latestExecution: { pipelineExecutionId, status, type }, actionStates, ...inbound };
  }),
});

function stateOf(actionName: string, actions: readonly ActionRun[]): ActionState {
  const run = actions.findLast(({ definition }) => definition.name === actionName);
  if (!run) return { actionName };
  const { id: actionExecutionId, status, externalId: externalExecutionId } = run;
  return { actionName, latestExecution: { actionExecutionId, status, externalExecutionId } };
}

export const listPipelineExecutions = ({
  pipeline: { executions },
}: SimulatedAccount): ListPipelineExecutionsOutput => ({
  pipelineExecutionSummaries: executions.toReversed().map((execution) => ({
    pipelineExecutionId: execution.id,
    status: execution.status,
  })),
});

export function getPipelineExecution(
  { pipeline: { executions } }: SimulatedAccount,
  { pipelineExecutionId }: GetPipelineExecutionInput,
): GetPipelineExecutionOutput {
  const found = executions.find(({ id }) => id === pipelineExecutionId);
  if (!found) throw new ServiceError('PipelineExecutionNotFoundException', 'There is no such execution');
  const { status, target, revisions = {} } = found;
  return {
    pipelineExecution: {
      ...{ pipelineExecutionId, status, executionType: typeOf(found) },
      executionMode: found.mode ?? 'QUEUED',
      artifactRevisions: Object.entries(revisions).map(([name, revisionId]) => ({ name, revisionId })),
      ...(target !== undefined && { rollbackMetadata: { rollbackTargetPipelineExecutionId: target } }),
    },
  };
}

const typeOf = (execution: Execution | undefined) =>
  execution?.target === undefined ? ('STANDARD' as const) : ('ROLLBACK' as const);

/** The newest first; each execution but a rollback has a source before its other actions. */
export function listActionExecutions(
  { pipeline: { actions, executions, sources, functionPrefix } }: SimulatedAccount,
  { filter }: ListActionExecutionsInput,
): ListActionExecutionsOutput {
  const wanted = filter?.pipelineExecutionId;
  if (wanted !== undefined && !executions.some(({ id }) => id === wanted))
    throw new ServiceError('PipelineExecutionNotFoundException', 'There is no such execution');
  const asked = executions.filter(({ id }) => wanted === undefined || id === wanted).toReversed();
  return {
    actionExecutionDetails: asked.flatMap((execution) => [
      ...actions
        .filter((run) => run.execution === execution.id)
        .toReversed()
        .map((run) => detailOf(run, functionPrefix)),
      ...(execution.target === undefined ? [sourceOf(execution, sources)] : []),
    ]),
  };
}

const LAMBDA = { category: 'Invoke', owner: 'AWS', provider: 'Lambda', version: '1' } as const;
const MANUAL = { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' } as const;

const detailOf = (run: ActionRun, prefix: string): ActionExecutionDetail => ({
  pipelineExecutionId: run.execution,
  actionExecutionId: run.id,
  ...{ stageName: run.stage, actionName: run.definition.name, status: run.status },
  input: inputOf(run, prefix),
  ...(run.status !== 'InProgress' && {
    output: {
      outputVariables: { ...run.output },
      executionResult: { externalExecutionId: run.externalId },
    },
  }),
});

function inputOf(
  { definition, userParameters, configuration: resolved, artifacts = [] }: ActionRun,
  prefix: string,
) {
  const actionTypeId = typeOfAction(definition);
  if (definition.action === APPROVAL) return { actionTypeId, inputArtifacts: [] };
  const configuration = configurationOf(definition, prefix);
  const parameters = (UserParameters: string): Record<string, string> =>
    definition.native ? {} : { UserParameters };
  return {
    actionTypeId,
    configuration: { ...configuration, ...parameters(definition.userParameters) },
    resolvedConfiguration: { ...(resolved ?? configuration), ...parameters(userParameters) },
    inputArtifacts: artifacts.map(({ name, bucket, key }) => ({ name, s3location: { bucket, key } })),
  };
}

const sourceOf = ({ id }: Execution, [source]: readonly SourceDefinition[] = []): ActionExecutionDetail => ({
  ...{
    pipelineExecutionId: id,
    actionExecutionId: `source-${id}`,
    actionName: 'Source',
    status: 'Succeeded',
  },
  input: {
    actionTypeId: {
      ...{ category: 'Source', owner: 'AWS', version: '1' },
      provider: source?.provider ?? 'CodeStarSourceConnection',
    },
  },
  output: {
    outputVariables: source
      ? {}
      : { CommitId: `commit-${id}`, BranchName: 'main', FullRepositoryName: 'shop/web' },
  },
});
