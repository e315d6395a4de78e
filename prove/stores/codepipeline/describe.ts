import type {
  ActionExecutionDetail,
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
import type { ActionRun, Execution } from './model';

export function getPipeline({
  pipeline: { name, stages, functionPrefix },
}: SimulatedAccount): GetPipelineOutput {
  return {
    pipeline: {
      ...{ name, roleArn: '' },
      stages: stages.map((stage) => ({
        name: stage.name,
        actions: stage.actions.map((one) => ({
          name: one.name,
          actionTypeId: LAMBDA,
          configuration: { FunctionName: `${functionPrefix}${one.action}` },
        })),
      })),
    },
  };
}

export const getPipelineState = ({
  pipeline: { stages, latest, executions },
}: SimulatedAccount): GetPipelineStateOutput => ({
  stageStates: stages.map(({ name: stageName }) => {
    const last = latest[stageName];
    if (!last) return { stageName };
    const { execution: pipelineExecutionId, status } = last;
    const type = typeOf(executions.find(({ id }) => id === pipelineExecutionId));
    return { stageName, latestExecution: { pipelineExecutionId, status, type } };
  }),
});

export const listPipelineExecutions = ({
  pipeline: { executions },
}: SimulatedAccount): ListPipelineExecutionsOutput => ({
  pipelineExecutionSummaries: executions
    .toReversed()
    .map(({ id: pipelineExecutionId, status }) => ({ pipelineExecutionId, status })),
});

export function getPipelineExecution(
  { pipeline: { executions } }: SimulatedAccount,
  { pipelineExecutionId }: GetPipelineExecutionInput,
): GetPipelineExecutionOutput {
  const found = executions.find(({ id }) => id === pipelineExecutionId);
  if (!found) throw new ServiceError('PipelineExecutionNotFoundException', 'There is no such execution');
  const { status, target } = found;
  return {
    pipelineExecution: {
      ...{ pipelineExecutionId, status, executionType: typeOf(found) },
      ...(target !== undefined && { rollbackMetadata: { rollbackTargetPipelineExecutionId: target } }),
    },
  };
}

const typeOf = (execution: Execution | undefined) =>
  execution?.target === undefined ? ('STANDARD' as const) : ('ROLLBACK' as const);

/** The newest first; each execution but a rollback has a source before its other actions. */
export function listActionExecutions(
  { pipeline: { actions, executions, functionPrefix } }: SimulatedAccount,
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
      ...(execution.target === undefined ? [sourceOf(execution)] : []),
    ]),
  };
}

const LAMBDA = { category: 'Invoke', owner: 'AWS', provider: 'Lambda', version: '1' } as const;

const detailOf = (run: ActionRun, prefix: string): ActionExecutionDetail => {
  const FunctionName = `${prefix}${run.definition.action}`;
  return {
    pipelineExecutionId: run.execution,
    actionExecutionId: run.id,
    ...{ stageName: run.stage, actionName: run.definition.name, status: run.status },
    input: {
      actionTypeId: LAMBDA,
      configuration: { FunctionName, UserParameters: run.definition.userParameters },
      resolvedConfiguration: { FunctionName, UserParameters: run.userParameters },
      inputArtifacts: [],
    },
    output: { outputVariables: { ...run.output }, executionResult: { externalExecutionId: run.externalId } },
  };
};

const sourceOf = ({ id }: Execution): ActionExecutionDetail => ({
  ...{
    pipelineExecutionId: id,
    actionExecutionId: `source-${id}`,
    actionName: 'Source',
    status: 'Succeeded',
  },
  input: {
    actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeStarSourceConnection', version: '1' },
  },
  output: {
    outputVariables: { CommitId: `commit-${id}`, BranchName: 'main', FullRepositoryName: 'shop/web' },
  },
});
