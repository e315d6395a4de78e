import {
  ListDeploymentsCommand,
  ListDeploymentTargetsCommand,
  GetDeploymentTargetCommand,
} from '@aws-sdk/client-codedeploy';
import {
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  type ActionExecutionDetail,
  type PipelineExecutionSummary,
  PutApprovalResultCommand,
} from '@aws-sdk/client-codepipeline';
import { until, type Waiting } from '../until';
import type { DeployedPipeline } from './deployed-pipeline';

/** An execution that will not change any more. */
export const ENDED = ['Succeeded', 'Failed', 'Stopped', 'Superseded', 'Cancelled'];

/** All executions of a pipeline, newest first. */
export async function executionsOf(pipeline: DeployedPipeline): Promise<PipelineExecutionSummary[]> {
  const { pipelineExecutionSummaries } = await pipeline.clients.codePipeline.send(
    new ListPipelineExecutionsCommand({ pipelineName: pipeline.name }),
  );
  return pipelineExecutionSummaries ?? [];
}

/** The actions of one execution, newest first. */
export async function actionsOf(
  pipeline: DeployedPipeline,
  executionId: string,
): Promise<ActionExecutionDetail[]> {
  const { actionExecutionDetails } = await pipeline.clients.codePipeline.send(
    new ListActionExecutionsCommand({
      pipelineName: pipeline.name,
      filter: { pipelineExecutionId: executionId },
    }),
  );
  return actionExecutionDetails ?? [];
}

/** Waits for an execution that was not there before. */
export async function newExecution(
  waiting: Waiting,
  pipeline: DeployedPipeline,
  known: ReadonlySet<string>,
): Promise<string> {
  return until(waiting, `a new execution of ${pipeline.name}`, 10, async () => {
    const fresh = (await executionsOf(pipeline)).filter(
      ({ pipelineExecutionId }) => !known.has(pipelineExecutionId ?? ''),
    );
    return fresh.at(-1)?.pipelineExecutionId;
  });
}

/** Ids of all executions so far. */
export async function knownExecutions(pipeline: DeployedPipeline): Promise<Set<string>> {
  return new Set((await executionsOf(pipeline)).map(({ pipelineExecutionId }) => pipelineExecutionId ?? ''));
}

/** Waits until an execution has ended, and gives its status. */
export async function ended(
  waiting: Waiting,
  pipeline: DeployedPipeline,
  executionId: string,
): Promise<string> {
  return until(waiting, `the end of execution ${executionId} of ${pipeline.name}`, 240, async () => {
    const execution = (await executionsOf(pipeline)).find(
      ({ pipelineExecutionId }) => pipelineExecutionId === executionId,
    );
    return ENDED.includes(execution?.status ?? '') ? execution?.status : undefined;
  });
}

/** Why an execution failed, in the words of the action that did. */
export async function failureOf(pipeline: DeployedPipeline, executionId: string): Promise<string> {
  const failed = (await actionsOf(pipeline, executionId)).find(({ status }) => status === 'Failed');
  const { errorDetails, externalExecutionSummary } = failed?.output?.executionResult ?? {};
  return `${failed?.actionName ?? 'no action'} says ${errorDetails?.message ?? externalExecutionSummary ?? 'nothing'}`;
}

/** @throws Error where the execution has ended, so that what is being waited for will not come */
async function expectUnderWay(pipeline: DeployedPipeline, executionId: string, what: string): Promise<void> {
  const execution = (await executionsOf(pipeline)).find(
    ({ pipelineExecutionId }) => pipelineExecutionId === executionId,
  );
  if (!ENDED.includes(execution?.status ?? '')) return;
  const reason = await failureOf(pipeline, executionId);
  throw new Error(`${pipeline.name} ended as ${execution?.status} before ${what}: ${reason}`);
}

/** What an approver sees before deciding. */
export interface PendingApproval {
  readonly token: string;
  /** The action's CustomData, with digest and settings version put in. */
  readonly question: string;
}

/** Waits until the execution asks for approval. */
export async function pendingApproval(
  waiting: Waiting,
  pipeline: DeployedPipeline,
  executionId: string,
): Promise<PendingApproval> {
  return until(waiting, `the approval request of ${pipeline.name}`, 60, async () => {
    const token = (await currentAction(pipeline, executionId, pipeline.approval))?.token;
    if (!token) return expectUnderWay(pipeline, executionId, 'it asked for approval').then(() => undefined);
    const details = await actionsOf(pipeline, executionId);
    const asked = details.find(({ actionName }) => actionName === pipeline.approval?.action);
    return { token, question: asked?.input?.resolvedConfiguration?.CustomData ?? '' };
  });
}

/** Approves or rejects. */
export async function answerApproval(
  pipeline: DeployedPipeline,
  { token }: PendingApproval,
  status: 'Approved' | 'Rejected',
  summary: string,
): Promise<void> {
  const { stage, action } = pipeline.approval ?? {};
  await pipeline.clients.codePipeline.send(
    new PutApprovalResultCommand({
      pipelineName: pipeline.name,
      stageName: stage,
      actionName: action,
      token,
      result: { status, summary },
    }),
  );
}

/** Waits until the execution's deployment has moved all production traffic while blue is still there; gives the deployment's id. */
export async function trafficMoved(
  waiting: Waiting,
  pipeline: DeployedPipeline,
  executionId: string,
): Promise<string> {
  return until(waiting, `the traffic of ${pipeline.name} moving to green`, 240, async () => {
    await expectUnderWay(pipeline, executionId, 'its traffic moved to green');
    const deploymentId = await deploymentOf(pipeline, executionId);
    if (!deploymentId) return undefined;
    const events = await lifecycleEvents(pipeline, deploymentId);
    const moved = events.find(({ lifecycleEventName }) => lifecycleEventName === 'AllowTraffic');
    return moved?.status === 'Succeeded' ? deploymentId : undefined;
  });
}

/** The deployment that an execution has under way, or that it made last. */
export async function deploymentOf(
  pipeline: DeployedPipeline,
  executionId: string,
): Promise<string | undefined> {
  return (await currentAction(pipeline, executionId, pipeline.deploy))?.externalExecutionId;
}

/** What the pipeline's state says of an action, where this execution is the last that came to its stage. */
async function currentAction(
  pipeline: DeployedPipeline,
  executionId: string,
  place: DeployedPipeline['approval'],
) {
  const { stageStates } = await pipeline.clients.codePipeline.send(
    new GetPipelineStateCommand({ name: pipeline.name }),
  );
  const stage = stageStates?.find(({ stageName }) => stageName === place?.stage);
  if (stage?.latestExecution?.pipelineExecutionId !== executionId) return undefined;
  return stage.actionStates?.find(({ actionName }) => actionName === place?.action)?.latestExecution;
}

/** The lifecycle events of a deployment's one ECS target. */
export async function lifecycleEvents(pipeline: DeployedPipeline, deploymentId: string) {
  const { codeDeploy } = pipeline.clients;
  const { targetIds } = await codeDeploy.send(new ListDeploymentTargetsCommand({ deploymentId }));
  if (!targetIds?.[0]) return [];
  const { deploymentTarget } = await codeDeploy.send(
    new GetDeploymentTargetCommand({ deploymentId, targetId: targetIds[0] }),
  );
  return deploymentTarget?.ecsTarget?.lifecycleEvents ?? [];
}

/** Ids of a deployment group's deployments, newest first. */
export async function deploymentsOf(pipeline: DeployedPipeline): Promise<string[]> {
  const { deployments } = await pipeline.clients.codeDeploy.send(
    new ListDeploymentsCommand({
      applicationName: pipeline.application,
      deploymentGroupName: pipeline.deploymentGroup,
    }),
  );
  return deployments ?? [];
}

/** Waits until no deployment of the group is under way, such as the rollback that follows a stop. */
export async function deploymentsEnded(waiting: Waiting, pipeline: DeployedPipeline): Promise<void> {
  await until(waiting, `the end of all deployments of ${pipeline.name}`, 240, async () => {
    const { deployments } = await pipeline.clients.codeDeploy.send(
      new ListDeploymentsCommand({
        applicationName: pipeline.application,
        deploymentGroupName: pipeline.deploymentGroup,
        includeOnlyStatuses: ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'],
      }),
    );
    return deployments?.length ? undefined : true;
  });
}
