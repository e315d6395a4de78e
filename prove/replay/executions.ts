import type {
  GetPipelineExecutionOutput,
  GetPipelineStateOutput,
  ListPipelineExecutionsOutput,
  RollbackStageOutput,
  StartPipelineExecutionOutput,
} from '@aws-sdk/client-codepipeline';
import type { PlantedAccount } from './account';

const SERVICE = 'codepipeline';

const nameOf = ({ before }: PlantedAccount): string => before.pipeline.name;

/** @returns the id of the execution with which the pipeline begins */
export function firstExecution(account: PlantedAccount): Promise<string> {
  return account.endpoint.clock.until('the first execution', async () => {
    const { pipelineExecutionSummaries: [first] = [] } = (await account.call(
      SERVICE,
      'ListPipelineExecutions',
      { pipelineName: nameOf(account) },
    )) as ListPipelineExecutionsOutput;
    return first?.pipelineExecutionId;
  });
}

/** @param variables of the pipeline, by name @returns its id */
export async function startExecution(
  account: PlantedAccount,
  variables: Readonly<Record<string, string>>,
): Promise<string> {
  const { pipelineExecutionId = '' } = (await account.call(SERVICE, 'StartPipelineExecution', {
    name: nameOf(account),
    variables: Object.entries(variables).map(([name, value]) => ({ name, value })),
  })) as StartPipelineExecutionOutput;
  return pipelineExecutionId;
}

/** @param targetPipelineExecutionId that the stage goes back to @returns the id of the execution that does */
export async function rollBackStage(
  account: PlantedAccount,
  stageName: string | undefined,
  targetPipelineExecutionId: string,
): Promise<string> {
  const { pipelineExecutionId = '' } = (await account.call(SERVICE, 'RollbackStage', {
    ...{ pipelineName: nameOf(account), stageName, targetPipelineExecutionId },
  })) as RollbackStageOutput;
  return pipelineExecutionId;
}

/** Retries the stage in which an execution failed. */
export async function retryStage(
  account: PlantedAccount,
  pipelineExecutionId: string,
  retryMode: 'FAILED_ACTIONS' | 'ALL_ACTIONS',
): Promise<void> {
  const { stageStates = [] } = (await account.call(SERVICE, 'GetPipelineState', {
    name: nameOf(account),
  })) as GetPipelineStateOutput;
  const failed = stageStates.find(({ latestExecution }) => latestExecution?.status === 'Failed');
  await account.call(SERVICE, 'RetryStageExecution', {
    ...{ pipelineName: nameOf(account), stageName: failed?.stageName, pipelineExecutionId, retryMode },
  });
}

/** Waits for the end of an execution. @returns its status */
export function endOf(account: PlantedAccount, id: string): Promise<string> {
  const input = { pipelineName: nameOf(account), pipelineExecutionId: id };
  const read = async (): Promise<string | undefined> => {
    const { pipelineExecution } = (await account.call(
      SERVICE,
      'GetPipelineExecution',
      input,
    )) as GetPipelineExecutionOutput;
    return pipelineExecution?.status === 'InProgress' ? undefined : pipelineExecution?.status;
  };
  return account.endpoint.clock.until(`the end of execution ${id}`, read, { minutes: 180 });
}
