import {
  type ActionExecutionDetail,
  type ActionState,
  type CodePipelineClient,
  GetPipelineExecutionCommand,
  ListActionExecutionsCommand,
} from '@aws-sdk/client-codepipeline';
import type { PipelineStructure } from './pipeline-structure';

/** The pipeline execution that made a deployment, and what it released. */
export interface Origin {
  readonly pipelineExecutionId: string;
  /** Whether the stage was rolled back to an earlier execution. */
  readonly isRollback: boolean;
  /** Object version of the settings. @default - not known */
  readonly settingsVersion?: string;
  /** ARN of who approved. @default - nobody had to */
  readonly approvedBy?: string;
}

/**
 * Finds the execution that made a deployment. While the deploy action is in progress the list of executions does not
 * tell its deployment yet, but the pipeline's state does; either way the answer is the same.
 * @param deployAction the deploy action's latest state
 * @returns nothing where CodeDeploy was asked directly, or rolled back
 */
export async function findOrigin(
  client: CodePipelineClient,
  structure: PipelineStructure,
  deployAction: ActionState['latestExecution'],
  deploymentId: string,
): Promise<Origin | undefined> {
  const latest =
    deployAction?.externalExecutionId === deploymentId ? deployAction.actionExecutionId : undefined;
  const details = await actionExecutions(client, structure.name);
  const made = details.find(
    ({ actionExecutionId, output }) =>
      output?.executionResult?.externalExecutionId === deploymentId ||
      (latest !== undefined && actionExecutionId === latest),
  );
  if (!made?.pipelineExecutionId) return undefined;
  return describeExecution(client, structure, made.pipelineExecutionId);
}

async function describeExecution(
  client: CodePipelineClient,
  { name, settingsArtifact }: PipelineStructure,
  pipelineExecutionId: string,
): Promise<Origin> {
  const request = { pipelineName: name, pipelineExecutionId };
  const { pipelineExecution } = await client.send(new GetPipelineExecutionCommand(request));
  const target = pipelineExecution?.rollbackMetadata?.rollbackTargetPipelineExecutionId;
  const details = await actionExecutions(client, name, target ?? pipelineExecutionId);
  const approval = details.find(
    ({ input, status }) => input?.actionTypeId?.category === 'Approval' && status === 'Succeeded',
  );
  const settings = pipelineExecution?.artifactRevisions?.find(
    (revision) => revision.name === settingsArtifact,
  );
  return {
    pipelineExecutionId,
    isRollback: pipelineExecution?.executionType === 'ROLLBACK',
    settingsVersion: settings?.revisionId,
    approvedBy: approval?.updatedBy,
  };
}

/** The newest hundred, the newest first. */
async function actionExecutions(
  client: CodePipelineClient,
  pipelineName: string,
  pipelineExecutionId?: string,
): Promise<ActionExecutionDetail[]> {
  const filter = pipelineExecutionId ? { pipelineExecutionId } : undefined;
  const request = { pipelineName, filter, maxResults: 100 };
  const { actionExecutionDetails } = await client.send(new ListActionExecutionsCommand(request));
  return actionExecutionDetails ?? [];
}
