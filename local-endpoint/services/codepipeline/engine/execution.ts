import { randomUUID } from 'node:crypto';
import type {
  ExecutionTrigger,
  PipelineExecutionStatus,
  SourceRevisionOverride,
} from '@aws-sdk/client-codepipeline';
import type { ServiceContext } from '../../../kit/context';
import { currentStructure, type Execution, type Pipeline, type StartingChange } from '../model';
import { emitPipelineState } from './events';

/** What an execution is started with. */
export interface Start {
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
export function newExecution(context: ServiceContext, pipeline: Pipeline, start: Start): Execution {
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

/** Gives an execution another status and tells the event bus. */
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
