import {
  type ActionExecutionDetail,
  GetPipelineExecutionCommand,
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  type PipelineExecution,
  type PipelineExecutionSummary,
} from '@aws-sdk/client-codepipeline';
import { shortRevision } from '../../rehearsal/pipeline/revision';
import type { ReleasePipeline, RollbackTarget } from './model';

/** CodePipeline lists no more at once. */
const MAX_PAGE_SIZE = 100;

/** Executions that are looked at one by one, whether they are of the present structure. */
const MAX_TARGETS = 10;

/**
 * The newest executions that the deploy stage can be rolled back to: of the present structure of the pipeline, succeeded
 * in the stage, and no rollback themselves.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html
 */
export async function listTargets(
  pipeline: Pick<ReleasePipeline, 'clients' | 'name' | 'deploy' | 'version'>,
): Promise<readonly PipelineExecutionSummary[]> {
  const { clients, name: pipelineName, deploy, version } = pipeline;
  const { pipelineExecutionSummaries = [] } = await clients.codePipeline.send(
    new ListPipelineExecutionsCommand({
      pipelineName,
      maxResults: MAX_PAGE_SIZE,
      filter: { succeededInStage: { stageName: deploy.stage } },
    }),
  );
  const candidates = pipelineExecutionSummaries
    .filter(({ executionType }) => executionType !== 'ROLLBACK')
    .slice(0, MAX_TARGETS);
  const executions = await Promise.all(
    candidates.map(({ pipelineExecutionId = '' }) => readExecution(pipeline, pipelineExecutionId)),
  );
  return candidates.filter((_, index) => executions[index]?.pipelineVersion === version);
}

/** All executions, the newest first; the oldest of many are left out. */
export async function listExecutions({
  clients,
  name: pipelineName,
}: ReleasePipeline): Promise<readonly PipelineExecutionSummary[]> {
  const { pipelineExecutionSummaries = [] } = await clients.codePipeline.send(
    new ListPipelineExecutionsCommand({ pipelineName, maxResults: MAX_PAGE_SIZE }),
  );
  return pipelineExecutionSummaries;
}

/** The newest execution, whether it has ended or not. */
export async function newestExecution({
  clients,
  name: pipelineName,
}: Pick<ReleasePipeline, 'clients' | 'name'>): Promise<PipelineExecutionSummary | undefined> {
  const request = new ListPipelineExecutionsCommand({ pipelineName, maxResults: 1 });
  return (await clients.codePipeline.send(request)).pipelineExecutionSummaries?.[0];
}

export async function readExecution(
  { clients, name: pipelineName }: Pick<ReleasePipeline, 'clients' | 'name'>,
  pipelineExecutionId: string,
): Promise<PipelineExecution> {
  const { pipelineExecution } = await clients.codePipeline.send(
    new GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId }),
  );
  return pipelineExecution ?? {};
}

/** The action executions of one execution, the newest first. */
export async function listActions(
  { clients, name: pipelineName }: Pick<ReleasePipeline, 'clients' | 'name'>,
  pipelineExecutionId: string,
): Promise<ActionExecutionDetail[]> {
  const { actionExecutionDetails = [] } = await clients.codePipeline.send(
    new ListActionExecutionsCommand({
      pipelineName,
      maxResults: MAX_PAGE_SIZE,
      filter: { pipelineExecutionId },
    }),
  );
  return actionExecutionDetails;
}

/** What runs in a stage now. @returns undefined where nothing does */
export async function runningInStage(
  { clients, name }: Pick<ReleasePipeline, 'clients' | 'name'>,
  stage: string,
): Promise<string | undefined> {
  const { stageStates = [] } = await clients.codePipeline.send(new GetPipelineStateCommand({ name }));
  const latest = stageStates.find(({ stageName }) => stageName === stage)?.latestExecution;
  const runs = latest?.status === 'InProgress' || latest?.status === 'Stopping';
  return runs ? latest.pipelineExecutionId : undefined;
}

/** An execution as the target of a rollback. */
export async function readTarget(
  pipeline: ReleasePipeline,
  summary: PipelineExecutionSummary,
): Promise<RollbackTarget> {
  const { pipelineExecutionId: executionId = '', startTime: started } = summary;
  return {
    executionId,
    started,
    revisions: revisionsOf(summary),
    actions: await listActions(pipeline, executionId),
  };
}

/** What an execution took from its sources, as people quote it: commits with their first line, digests, versions. */
export const revisionsOf = ({ sourceRevisions = [] }: PipelineExecutionSummary): string =>
  sourceRevisions
    .map(({ revisionId = '', revisionSummary = '' }) =>
      [shortRevision(revisionId), firstLine(revisionSummary, revisionId)].filter(Boolean).join(' '),
    )
    .join(', ');

/** Of a commit its message; connections put it into JSON. What repeats the revision is left out. */
function firstLine(summary: string, revision: string): string {
  const [line = ''] = commitMessage(summary).split('\n');
  return line === '' || summary.includes(revision) || line.startsWith('Amazon S3') ? '' : `“${line}”`;
}

function commitMessage(summary: string): string {
  try {
    const { CommitMessage } = JSON.parse(summary) as { readonly CommitMessage?: unknown };
    return typeof CommitMessage === 'string' ? CommitMessage : summary;
  } catch {
    return summary;
  }
}

/** The execution whose release an execution brought: of a rollback its target. */
export async function releasedBy(
  pipeline: Pick<ReleasePipeline, 'clients' | 'name'>,
  executionId: string,
): Promise<string> {
  const { rollbackMetadata } = await readExecution(pipeline, executionId).catch((error: Error) => {
    if (error.name !== 'PipelineExecutionNotFoundException') throw error;
    return { rollbackMetadata: undefined }; // CodePipeline keeps executions for a year
  });
  return rollbackMetadata?.rollbackTargetPipelineExecutionId ?? executionId;
}
