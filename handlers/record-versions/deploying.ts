import {
  type ActionTypeId,
  type CodePipelineClient,
  GetPipelineCommand,
  GetPipelineExecutionCommand,
  GetPipelineStateCommand,
  type StageState,
} from '@aws-sdk/client-codepipeline';
import { pipelineName } from '../contract/names';
import { listActionExecutions } from '../release-record/action-executions';
import type { EndedExecution } from './parse-event';

/**
 * Whether an execution deploys, or is behind that and not over: one that is built, waits for an approval before that stage,
 * or waits to enter it, does not.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipelineState.html
 * @throws Error where the execution still runs whose end has just been reported: AWS documents no time within which
 * CodePipeline shows it, and no other event may follow. Lambda asks again after a minute, when it is believed, because it
 * may be retried
 */
export async function isDeploying(client: CodePipelineClient, ended: EndedExecution): Promise<boolean> {
  const { executionId, hasJustEnded } = ended;
  const name = pipelineName(ended.pipeline);
  if (hasJustEnded && (await isRunning(client, name, executionId)))
    throw new Error(`CodePipeline must show that execution ${executionId} has ended, got: it still runs`);
  const { pipeline } = await client.send(new GetPipelineCommand({ name }));
  const first = (pipeline?.stages ?? []).findIndex(({ actions = [] }) =>
    actions.some(({ actionTypeId }) => isDeployment(actionTypeId)),
  );
  const { stageStates = [] } = await client.send(new GetPipelineStateCommand({ name }));
  const ids = stageStates.slice(Math.max(0, first)).flatMap((stage, at) => idsIn(stage, at === 0));
  for (const id of new Set(ids)) if (await isRunning(client, name, id)) return true;
  return false;
}

/** Whether an execution has begun to deploy. @returns false for one that is not the pipeline's */
export async function hasDeployed(
  client: CodePipelineClient,
  name: string,
  executionId: string,
): Promise<boolean> {
  try {
    const actions = await listActionExecutions(client, name, executionId);
    return actions.some(({ input }) => isDeployment(input?.actionTypeId));
  } catch (error) {
    if (isUnknown(error)) return false;
    throw error;
  }
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html */
const isDeployment = (type: ActionTypeId | undefined): boolean =>
  type?.category === 'Deploy' && type.provider === 'Lambda';

async function isRunning(
  client: CodePipelineClient,
  name: string,
  pipelineExecutionId: string,
): Promise<boolean> {
  try {
    const command = new GetPipelineExecutionCommand({ pipelineName: name, pipelineExecutionId });
    const { pipelineExecution } = await client.send(command);
    return ['InProgress', 'Stopping'].includes(pipelineExecution?.status ?? '');
  } catch (error) {
    if (isUnknown(error)) return false;
    throw error;
  }
}

/** Whoever may invoke the function can make up an event, with an id that is none or has a form that is refused. */
const isUnknown = (error: unknown): boolean =>
  /^(PipelineExecutionNotFound|Validation)Exception$/.test((error as Error).name);

/** The execution that a stage has or had last, and, beyond the first stage, those that wait to enter it. */
function idsIn(
  { latestExecution, inboundExecution, inboundExecutions = [] }: StageState,
  isFirst: boolean,
): string[] {
  const inbound = isFirst ? [] : [inboundExecution, ...inboundExecutions];
  return [latestExecution, ...inbound].flatMap((one) => one?.pipelineExecutionId ?? []);
}
