import {
  type ActionState,
  GetPipelineStateCommand,
  PutApprovalResultCommand,
  type StageState,
} from '@aws-sdk/client-codepipeline';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { listActions } from './executions';
import type { ReleasePipeline } from './model';

type PipelineLocation = Pick<ReleasePipeline, 'clients' | 'name'>;

/** An approval that waits for an answer. */
export interface WaitingApproval {
  readonly stage: string;
  readonly action: string;
  /** Of the question; another execution, and a repeated stage, has another one. */
  readonly token: string;
  readonly executionId: string;
  /** @default - not known */
  readonly since?: Date;
}

/** What a person is asked. */
export interface ApprovalQuestion {
  /** The action's CustomData with its variables put in. */
  readonly text: string;
  /** @default - none */
  readonly link?: string;
}

/** The state of a pipeline's stages. */
export async function readStages({ clients, name }: PipelineLocation): Promise<readonly StageState[]> {
  const { stageStates = [] } = await clients.codePipeline.send(new GetPipelineStateCommand({ name }));
  return stageStates;
}

/** The approvals that wait in some stages. https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionExecution.html */
export const waitingApprovals = (stages: readonly StageState[]): WaitingApproval[] =>
  stages.flatMap(({ stageName: stage = '', latestExecution, actionStates = [] }) =>
    actionStates.flatMap(({ actionName: action = '', latestExecution: asked }: ActionState) =>
      asked?.token && asked.status === 'InProgress'
        ? [
            {
              stage,
              action,
              token: asked.token,
              executionId: latestExecution?.pipelineExecutionId ?? '',
              since: asked.lastStatusChange,
            },
          ]
        : [],
    ),
  );

/** What whoever answers an approval is asked. */
export async function readQuestion(
  pipeline: PipelineLocation,
  { action, executionId }: WaitingApproval,
): Promise<ApprovalQuestion> {
  const actions = await listActions(pipeline, executionId);
  const { resolvedConfiguration: { CustomData = '', ExternalEntityLink } = {} } =
    actions.find(({ actionName }) => actionName === action)?.input ?? {};
  return { text: CustomData, link: ExternalEntityLink };
}

/** An answer, and why. */
export interface ApprovalAnswer {
  readonly status: 'Approved' | 'Rejected';
  /** CodePipeline takes at most 512 characters. */
  readonly summary: string;
}

/**
 * Answers what was shown, and nothing else.
 * @throws ExpectedError where something else waits now, or nothing does
 */
export async function answer(
  pipeline: PipelineLocation,
  shown: WaitingApproval,
  result: ApprovalAnswer,
): Promise<void> {
  const now = waitingApprovals(await readStages(pipeline)).find(({ action }) => action === shown.action);
  if (!now) throw new ExpectedError(`${changed(shown)}: nothing waits there any more`);
  if (now.token !== shown.token || now.executionId !== shown.executionId)
    throw new ExpectedError(`${changed(shown)}: execution ${now.executionId} waits there now`);
  const { stage: stageName, action: actionName, token } = shown;
  const request = { pipelineName: pipeline.name, stageName, actionName, token, result };
  await pipeline.clients.codePipeline.send(new PutApprovalResultCommand(request)).catch((error: Error) => {
    if (!ANSWERED.includes(error.name)) throw error;
    throw new ExpectedError(`${changed(shown)}: it was answered, or has expired`);
  });
}

const changed = ({ executionId, action }: WaitingApproval): string =>
  `nothing is answered, because what was shown, execution ${executionId}, does not wait in ${action} any more`;

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutApprovalResult.html#API_PutApprovalResult_Errors */
const ANSWERED = ['ApprovalAlreadyCompletedException', 'InvalidApprovalTokenException'];
