import { ListPipelineExecutionsCommand, type PipelineExecutionSummary } from '@aws-sdk/client-codepipeline';
import type { RecordedRelease } from '../../handlers/contract/release-record';
import { isUnderWay } from './describe';
import type { ReleasePipeline } from './model';
import { readRecordHistory } from './record-history';

/** A release of the past, or one that is under way, as an execution and the release record show it. */
export interface HistoryEntry {
  /** @default - no execution made it: somebody deployed by hand, or CodePipeline keeps the execution no more */
  readonly executionId?: string;
  /** The revision of the task definition, or of the launch template. @default - it never came to serve */
  readonly version?: string;
  /** The commit, digest or version that its source action took. @default - not known */
  readonly source?: string;
  /** What started it. @default - not known */
  readonly cause?: string;
  /** ARN. @default - nobody, or it never came to serve */
  readonly approvedBy?: string;
  /** When it began, or came to serve where no execution made it. */
  readonly started: Date;
  /** When it ended. @default - it has not, or no execution made it */
  readonly ended?: Date;
  /** Of the execution. */
  readonly status: string;
  /** Whether the release record names it as what serves. */
  readonly serves: boolean;
}

/** CodePipeline lists no more at once. */
const MAX_PAGE_SIZE = 100;

/** The newest releases of a pipeline, the newest first. */
export async function readHistory(
  pipeline: Pick<ReleasePipeline, 'clients' | 'name' | 'identity'>,
  limit: number,
): Promise<readonly HistoryEntry[]> {
  const [executions, recorded] = await Promise.all([
    listNewest(pipeline, limit),
    readRecordHistory(pipeline),
  ]);
  const serving = recorded.at(-1);
  const byExecution = new Map(recorded.map((release) => [release.pipelineExecutionId, release]));
  const known = new Set(executions.map(({ pipelineExecutionId }) => pipelineExecutionId));
  const others = recorded.filter(({ pipelineExecutionId: id }) => id === undefined || !known.has(id));
  const entries = [
    ...executions.map((execution) =>
      executedEntry(execution, byExecution.get(execution.pipelineExecutionId), serving),
    ),
    ...others.map((release) => recordedEntry(release, serving)),
  ];
  return entries.sort((one, other) => other.started.getTime() - one.started.getTime()).slice(0, limit);
}

async function listNewest(
  { clients: { codePipeline }, name: pipelineName }: Pick<ReleasePipeline, 'clients' | 'name'>,
  limit: number,
): Promise<readonly PipelineExecutionSummary[]> {
  const found: PipelineExecutionSummary[] = [];
  let nextToken: string | undefined;
  do {
    const maxResults = Math.min(MAX_PAGE_SIZE, limit - found.length);
    const request = new ListPipelineExecutionsCommand({ pipelineName, maxResults, nextToken });
    const page = await codePipeline.send(request);
    found.push(...(page.pipelineExecutionSummaries ?? []));
    nextToken = page.nextToken;
  } while (nextToken && found.length < limit);
  return found;
}

function executedEntry(
  execution: PipelineExecutionSummary,
  release: RecordedRelease | undefined,
  serving: RecordedRelease | undefined,
): HistoryEntry {
  const { pipelineExecutionId, startTime, lastUpdateTime, status = '' } = execution;
  return {
    executionId: pipelineExecutionId,
    version: release && versionOf(release),
    source: release?.commit?.id ?? release?.codeVersion ?? execution.sourceRevisions?.[0]?.revisionId,
    cause: causeOf(execution),
    approvedBy: release?.approvedBy,
    started: startTime ?? new Date(0),
    ended: isUnderWay(execution) ? undefined : lastUpdateTime,
    status,
    serves: release !== undefined && release === serving,
  };
}

const recordedEntry = (release: RecordedRelease, serving: RecordedRelease | undefined): HistoryEntry => ({
  executionId: release.pipelineExecutionId,
  version: versionOf(release),
  source: release.commit?.id ?? release.codeVersion,
  cause: release.cause,
  approvedBy: release.approvedBy,
  started: new Date(release.servingSince),
  status: 'Succeeded',
  serves: release === serving,
});

/** The revision of the task definition, the number of the launch template's version, or those of functions. */
export function versionOf(release: RecordedRelease): string {
  switch (release.type) {
    case 'ecs':
      return release.taskDefinition.slice(release.taskDefinition.lastIndexOf(':') + 1);
    case 'asg':
      return release.launchTemplate.version;
    case 'lambda':
      return Object.values(release.functions)
        .map(({ version }) => version)
        .join(', ');
  }
}

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ExecutionTrigger.html */
const CAUSES: Readonly<Record<string, string>> = {
  AutomatedRollback: 'rollback',
  CloudWatchEvent: 'event',
  CreatePipeline: 'created',
  ManualRollback: 'rollback',
  PollForSourceChanges: 'poll',
  StartPipelineExecution: 'by hand',
  Webhook: 'push',
  WebhookV2: 'push',
};

const causeOf = ({ executionType, trigger }: PipelineExecutionSummary): string | undefined => {
  const type = trigger?.triggerType;
  return executionType === 'ROLLBACK' ? 'rollback' : type && (CAUSES[type] ?? type);
};
