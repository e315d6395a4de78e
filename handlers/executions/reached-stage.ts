import {
  type ActionDeclaration,
  type CodePipelineClient,
  GetPipelineCommand,
  GetPipelineStateCommand,
  ListPipelineExecutionsCommand,
  type StageState,
} from '@aws-sdk/client-codepipeline';
import { isUnderWay } from './under-way';

/**
 * Whether an execution has reached the stage with a certain action and is not over. One that is still built, or waits for an
 * approval before that stage, or to enter it, has not.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipelineState.html
 * @param name of the pipeline
 * @param isFirst whether it is that action
 * @param ended the execution whose end an event has just reported. AWS documents no time within which CodePipeline shows
 * it, and no other event may follow. @default - none
 * @throws Error where that still runs: Lambda asks again after a minute, when it is believed, because it may be retried
 */
export async function isReached(
  client: CodePipelineClient,
  name: string,
  isFirst: (action: ActionDeclaration) => boolean,
  ended?: string,
): Promise<boolean> {
  const { pipelineExecutionSummaries = [] } = await client.send(
    new ListPipelineExecutionsCommand({ pipelineName: name, maxResults: 100 }),
  );
  const running = new Set(
    pipelineExecutionSummaries
      .filter(({ status }) => isUnderWay(status))
      .map(({ pipelineExecutionId }) => pipelineExecutionId),
  );
  if (ended !== undefined && running.has(ended))
    throw new Error(`CodePipeline must show that execution ${ended} has ended, got: it still runs`);
  if (running.size === 0) return false;
  const { pipeline } = await client.send(new GetPipelineCommand({ name }));
  const first = (pipeline?.stages ?? []).findIndex(({ actions = [] }) => actions.some(isFirst));
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
