import type {
  ActionExecutionDetail,
  ListActionExecutionsOutput,
  ListPipelineExecutionsOutput,
} from '@aws-sdk/client-codepipeline';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import type { ActionRun } from '../../stores/codepipeline/model';
import type { PlantedAccount } from '../account';

const SERVICE = 'codepipeline';

/** Reads the pipeline's executions and their actions, once it is there. */
export async function readHistory({ call }: PlantedAccount, { pipeline }: SimulatedAccount): Promise<void> {
  const input = { pipelineName: pipeline.name };
  if (Object.keys(pipeline.latest).length === 0) return;
  const { pipelineExecutionSummaries = [] } = (await call(
    SERVICE,
    'ListPipelineExecutions',
    input,
  )) as ListPipelineExecutionsOutput;
  for (const { pipelineExecutionId: id = '', status = 'InProgress' } of pipelineExecutionSummaries.reverse())
    pipeline.executions.push({ id, status, variables: {} });
  const { actionExecutionDetails = [] } = (await call(
    SERVICE,
    'ListActionExecutions',
    input,
  )) as ListActionExecutionsOutput;
  pipeline.actions.push(...actionExecutionDetails.reverse().map(runOf));
}

const runOf = ({
  actionExecutionId: id = '',
  pipelineExecutionId: execution = '',
  stageName: stage = '',
  actionName: name = '',
  status,
  input,
  output,
}: ActionExecutionDetail): ActionRun => {
  const userParameters = input?.resolvedConfiguration?.UserParameters ?? '';
  return {
    ...{ id, execution, stage, userParameters, output: { ...output?.outputVariables } },
    definition: { name, action: input?.configuration?.FunctionName ?? '', userParameters },
    status: status ?? 'InProgress',
  };
};
