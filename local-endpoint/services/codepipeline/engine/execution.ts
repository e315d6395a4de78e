import { randomUUID } from 'node:crypto';
import type {
  ExecutionTrigger,
  PipelineExecutionStatus,
  SourceRevisionOverride,
} from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../../kit/aws-error';
import type { ServiceContext } from '../../../kit/context';
import {
  currentStructure,
  hasEnded,
  type Execution,
  type Pipeline,
  type StartingChange,
  type Structure,
} from '../model';
import { emitPipelineState } from './events';

/** Executions at a time in QUEUED and PARALLEL mode. https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const MAX_EXECUTIONS = 50;

/** What an execution is started with. */
export interface ExecutionStart {
  readonly trigger: ExecutionTrigger;
  readonly variables: Readonly<Record<string, string>>;
  /** @default - each source takes the latest revision */
  readonly overrides?: readonly SourceRevisionOverride[];
  /** What a source takes because it started the execution. @default - nothing was pushed */
  readonly change?: StartingChange;
  /** What a rollback goes back to. @default - a standard execution */
  readonly rollbackTo?: Execution;
}

/** Adds an execution to a pipeline's history; it goes nowhere yet. */
export function newExecution(context: ServiceContext, pipeline: Pipeline, start: ExecutionStart): Execution {
  const structure = currentStructure(pipeline);
  const now = context.clock.now();
  const target = start.rollbackTo;
  const execution: Execution = {
    id: randomUUID(),
    pipeline,
    structure,
    mode: structure.executionMode,
    type: target ? 'ROLLBACK' : 'STANDARD',
    trigger: start.trigger,
    rollbackTarget: target?.id,
    variables: start.variables,
    overrides: start.overrides ?? [],
    change: start.change,
    artifacts: new Map(target?.artifacts),
    namespaces: new Map(target?.namespaces),
    sources: [...(target?.sources ?? [])],
    stages: new Map(),
    actions: [],
    startTime: now,
    lastUpdateTime: now,
    status: 'InProgress',
    abandon: new AbortController(),
  };
  pipeline.executions.push(execution);
  emitPipelineState(context, execution, 'STARTED');
  return execution;
}

/** Changes the status of an execution, and emits the event of it. */
export function setStatus(
  context: ServiceContext,
  execution: Execution,
  status: PipelineExecutionStatus,
  summary?: string,
): void {
  execution.status = status;
  execution.statusSummary = summary;
  execution.lastUpdateTime = context.clock.now();
  emitPipelineState(context, execution, STATES[status]);
}

/** The states of events are spelled differently from the statuses of the API. */
const STATES: Readonly<Record<PipelineExecutionStatus, string>> = {
  Cancelled: 'CANCELED',
  Failed: 'FAILED',
  InProgress: 'RESUMED',
  Stopped: 'STOPPED',
  Stopping: 'STOPPING',
  Succeeded: 'SUCCEEDED',
  Superseded: 'SUPERSEDED',
};

/** @throws AwsError `ConcurrentPipelineExecutionsLimitExceededException` */
export function requireCapacity({ executions }: Pipeline, { executionMode }: Structure): void {
  const running = executions.filter((execution) => !hasEnded(execution)).length;
  if (executionMode === 'SUPERSEDED' || running < MAX_EXECUTIONS) return;
  const message = 'The pipeline has reached the limit for concurrent pipeline executions.';
  throw new AwsError('ConcurrentPipelineExecutionsLimitExceededException', message);
}
