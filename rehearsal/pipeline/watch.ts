import type { RehearsalContext } from '../context';
import type { ExecutionOrigin, RehearsalEventBody, TrafficShare } from '../report/events';
import type { Report } from '../report/report';
import type { DeployedPipeline } from './deployed-pipeline';
import { FINAL_STATUSES, listActions, listExecutions } from './executions';

/** Lines of a failed action's message that are shown. */
const MAX_MESSAGE_LINES = 4;

/** What started an execution, by the type of its trigger. */
const CAUSES: Readonly<Record<string, string>> = {
  CloudWatchEvent: 'by event',
  CreatePipeline: 'because it was created',
  StartPipelineExecution: 'by hand',
  ManualRollback: 'to go back',
  WebhookV2: 'by a push',
};

/** Something that happened within a deployment. */
export interface DeploymentEvent {
  /** Identifies it among all events. */
  readonly key: string;
  /** What it happened to. */
  readonly subject: string;
  readonly text: string;
  /** The status of what the text names. @default - the text is a sentence */
  readonly status?: string;
}

/** What happened so far within the deployment of an execution, in order. */
export type DeploymentProgress<Pipeline extends DeployedPipeline> = (
  pipeline: Pipeline,
  executionId: string,
) => Promise<readonly DeploymentEvent[]>;

/** What a scenario knows of its pipelines, beside what CodePipeline shows. */
export interface Observers<Pipeline extends DeployedPipeline> {
  /** What happens within a deployment. @default - nothing is reported */
  readonly progress?: DeploymentProgress<Pipeline>;
  /** Where the load balancer sends the traffic now. @default - it is not reported */
  readonly traffic?: (pipeline: Pipeline) => Promise<readonly TrafficShare[]>;
}

/** Of the rehearsal's clock, after the end of an execution: CodeDeploy rolls back when its action has failed. */
const TRAFFIC_SETTLES_SECONDS = 15 * 60;

/**
 * Reports every change of every action of the pipelines, and the events within a deployment, until it is stopped: what a
 * team would see on the console's page.
 */
export function watchPipelines<Pipeline extends DeployedPipeline>(
  pipelines: readonly Pipeline[],
  { clock, closing, report }: Pick<RehearsalContext, 'clock' | 'closing' | 'report'>,
  observers: Observers<Pipeline> = {},
): { stop(): Promise<void> } {
  const watcher = new Watcher(pipelines, report, observers);
  const look = async () => {
    if (closing.aborted) return;
    await watcher
      .check()
      .catch(
        (error: Error) =>
          closing.aborted ||
          report.emit({ type: 'log', text: `the watcher missed a check: ${error.message}` }),
      );
  };
  return { stop: clock.observe(look) };
}

/** The execution of a pipeline that changed last. */
interface LatestExecution {
  readonly origin: ExecutionOrigin;
  /** Seconds of the rehearsal's clock. @default - it has not ended */
  readonly ended?: number;
}

type PipelineEvent = Extract<RehearsalEventBody, ExecutionOrigin>;

class Watcher<Pipeline extends DeployedPipeline> {
  /** What the present check has found so far. */
  private readonly changes: PipelineEvent[] = [];
  private readonly shown = new Set<string>();
  private readonly finished = new Set<string>();
  private readonly numbers = new Map<string, number>();
  /** What was reported of the traffic last, by pipeline name. */
  private readonly traffic = new Map<string, string>();
  /** By pipeline name. */
  private readonly latest = new Map<string, LatestExecution>();

  constructor(
    private readonly pipelines: readonly Pipeline[],
    private readonly report: Report,
    private readonly observers: Observers<Pipeline>,
  ) {
    report.emit({ type: 'pipelines-watched', pipelines: pipelines.map(({ name }) => name) });
  }

  /** Checks all at the same time, and reports what changed in the order of the pipelines. */
  async check(): Promise<void> {
    const checks = await Promise.allSettled(this.pipelines.map((pipeline) => this.checkPipeline(pipeline)));
    for (const { name } of this.pipelines)
      for (const event of this.changes) if (event.pipeline === name) this.report.emit(event);
    this.changes.length = 0;
    for (const check of checks) if (check.status === 'rejected') throw check.reason;
  }

  private async checkPipeline(pipeline: Pipeline): Promise<void> {
    const executions = (await listExecutions(pipeline)).reverse();
    for (const { pipelineExecutionId: id = '', status = '', trigger } of executions) {
      if (this.finished.has(id)) continue;
      const origin = { pipeline: pipeline.name, executionId: id, number: this.numberOf(pipeline, id) };
      const cause = CAUSES[trigger?.triggerType ?? ''] ?? `by ${trigger?.triggerType}`;
      this.show(`${id} start`, { type: 'execution-started', ...origin, cause });
      this.latest.set(pipeline.name, { origin });
      await this.checkActions(pipeline, origin);
      if (!FINAL_STATUSES.includes(status)) continue;
      await this.checkTraffic(pipeline);
      this.show(`${id} end`, { type: 'execution-finished', ...origin, status });
      this.latest.set(pipeline.name, { origin, ended: this.report.time });
      this.finished.add(id);
    }
    await this.checkTraffic(pipeline);
  }

  private async checkActions(pipeline: Pipeline, origin: ExecutionOrigin): Promise<void> {
    for (const detail of (await listActions(pipeline, origin.executionId)).reverse()) {
      const { stageName: stage = '', actionName: action = '', status = '', output } = detail;
      const { externalExecutionSummary, errorDetails } = output?.executionResult ?? {};
      const message = status === 'Failed' ? errorDetails?.message || (externalExecutionSummary ?? '') : '';
      const shown = message.split('\n').slice(0, MAX_MESSAGE_LINES).join(' ');
      const ended = status !== 'InProgress';
      const deploying = (pipeline.watched ?? [pipeline.deploy.action]).includes(action);
      if (deploying && ended) await this.checkDeployment(pipeline, origin);
      this.show(`${detail.actionExecutionId} ${status}`, {
        type: 'action-changed',
        ...origin,
        stage,
        action,
        status,
        ...(shown === '' ? {} : { message: shown }),
      });
      if (deploying && !ended) await this.checkDeployment(pipeline, origin);
    }
  }

  private async checkDeployment(pipeline: Pipeline, origin: ExecutionOrigin): Promise<void> {
    const events = (await this.observers.progress?.(pipeline, origin.executionId)) ?? [];
    for (const { key, ...event } of events)
      this.show(key, { type: 'deployment-progressed', ...origin, ...event });
  }

  private async checkTraffic(pipeline: Pipeline): Promise<void> {
    const { origin, ended = Number.POSITIVE_INFINITY } = this.latest.get(pipeline.name) ?? {};
    if (!origin || this.report.time > ended + TRAFFIC_SETTLES_SECONDS) return;
    const shares = (await this.observers.traffic?.(pipeline)) ?? [];
    const key = JSON.stringify(shares);
    if (shares.length === 0 || this.traffic.get(pipeline.name) === key) return;
    this.traffic.set(pipeline.name, key);
    this.changes.push({ type: 'traffic-changed', ...origin, shares });
  }

  private show(key: string, event: PipelineEvent): void {
    if (this.shown.has(key)) return;
    this.shown.add(key);
    this.changes.push(event);
  }

  private numberOf(pipeline: DeployedPipeline, id: string): number {
    const known = this.numbers.get(id);
    if (known) return known;
    const next = (this.numbers.get(pipeline.name) ?? 0) + 1;
    this.numbers.set(pipeline.name, next);
    this.numbers.set(id, next);
    return next;
  }
}
