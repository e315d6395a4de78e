import {
  type CodePipelineClient,
  GetPipelineCommand,
  GetPipelineStateCommand,
  ListPipelineExecutionsCommand,
  type StageState,
} from '@aws-sdk/client-codepipeline';
import { CREATE_GREEN_GROUP } from '../contract/create-green-group';
import { actionFunctionName, type PipelineIdentity, pipelineName } from '../contract/names';
import { REFRESH_INSTANCES } from '../contract/refresh-instances';

/**
 * Whether an execution works on groups, or is about to: one that has reached the stage that makes them and is not over.
 * One that is still built, or waits for an approval before that stage, or to enter it, has none.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipelineState.html
 * @param ended the execution whose end an event has just reported. AWS documents no time within which CodePipeline shows
 * it, and no other event may follow. @default - none
 * @throws Error where that still runs: Lambda asks again after a minute, when it is believed, because it may be retried
 */
export async function isFleetInUse(
  client: CodePipelineClient,
  identity: PipelineIdentity,
  ended?: string,
): Promise<boolean> {
  const name = pipelineName(identity);
  const { pipelineExecutionSummaries = [] } = await client.send(
    new ListPipelineExecutionsCommand({ pipelineName: name, maxResults: 100 }),
  );
  const running = new Set(
    pipelineExecutionSummaries
      .filter(({ status = '' }) => ['InProgress', 'Stopping'].includes(status))
      .map(({ pipelineExecutionId }) => pipelineExecutionId),
  );
  if (ended !== undefined && running.has(ended))
    throw new Error(`CodePipeline must show that execution ${ended} has ended, got: it still runs`);
  if (running.size === 0) return false;
  const workers = [CREATE_GREEN_GROUP, REFRESH_INSTANCES].map(({ name: action }) =>
    actionFunctionName(identity.prefix, identity.environment, action),
  );
  const { pipeline } = await client.send(new GetPipelineCommand({ name }));
  const first = (pipeline?.stages ?? []).findIndex(({ actions = [] }) =>
    actions.some(({ configuration }) => workers.includes(configuration?.FunctionName ?? '')),
  );
  const { stageStates = [] } = await client.send(new GetPipelineStateCommand({ name }));
  return stageStates
    .slice(Math.max(0, first))
    .some((stage, at) => idsIn(stage, at === 0).some((id) => running.has(id)));
}

/** The execution that a stage has or had last, and, beyond the first stage, those that wait to enter it. */
function idsIn(
  { latestExecution, inboundExecution, inboundExecutions = [] }: StageState,
  isFirst: boolean,
): (string | undefined)[] {
  const inbound = isFirst ? [] : [inboundExecution, ...inboundExecutions];
  return [latestExecution, ...inbound].map((one) => one?.pipelineExecutionId);
}
