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
  /** Reads where the traffic goes now; called once, when the event is first seen. @default - it cannot have changed */
  readonly traffic?: () => Promise<readonly TrafficShare[]>;
}

/** What happened so far within the deployment of an execution, in order. */
export type DeploymentProgress<Pipeline extends DeployedPipeline> = (
  pipeline: Pipeline,
  executionId: string,
) => Promise<readonly DeploymentEvent[]>;

/**
 * Reports every change of every action of the pipelines, and the events within a deployment, until it is stopped: what a
 * team would see on the console's page.
 */
export function watchPipelines<Pipeline extends DeployedPipeline>(
  pipelines: readonly Pipeline[],
  { clock, closing, report }: Pick<RehearsalContext, 'clock' | 'closing' | 'report'>,
  progress: DeploymentProgress<Pipeline> = async () => [],
): { stop(): Promise<void> } {
  const watcher = new Watcher(pipelines, report, progress);
  const look = async () => {
    if (closing.aborted) return;
    await watcher
      .check()
      .catch(
        (error: Error) =>
          closing.aborted || report.emit({ type: 'log', text: `the watcher missed a check: ${error.message}` }),
      );
  };
  return { stop: clock.observe(look) };
}

class Watcher<Pipeline extends DeployedPipeline> {
  private readonly shown = new Set<string>();
  private readonly finished = new Set<string>();
  private readonly numbers = new Map<string, number>();

  constructor(
    private readonly pipelines: readonly Pipeline[],
    private readonly report: Report,
    private readonly progress: DeploymentProgress<Pipeline>,
  ) {
    report.emit({ type: 'pipelines-watched', pipelines: pipelines.map(({ name }) => name) });
  }

  async check(): Promise<void> {
    await Promise.all(this.pipelines.map((pipeline) => this.checkPipeline(pipeline)));
  }

  private async checkPipeline(pipeline: Pipeline): Promise<void> {
    const executions = (await listExecutions(pipeline)).reverse();
    for (const { pipelineExecutionId: id = '', status = '', trigger } of executions) {
      if (this.finished.has(id)) continue;
      const origin = { pipeline: pipeline.name, executionId: id, number: this.numberOf(pipeline, id) };
      const cause = CAUSES[trigger?.triggerType ?? ''] ?? `by ${trigger?.triggerType}`;
      this.show(`${id} start`, { type: 'execution-started', ...origin, cause });
      await this.checkActions(pipeline, origin);
      if (!FINAL_STATUSES.includes(status)) continue;
      this.show(`${id} end`, { type: 'execution-finished', ...origin, status });
      this.finished.add(id);
    }
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
    for (const { key, traffic, subject, text, status } of await this.progress(pipeline, origin.executionId)) {
      if (this.shown.has(key)) continue;
      const shares = await traffic?.();
      this.show(key, {
        type: 'deployment-progressed',
        ...origin,
        subject,
        text,
        ...(status ? { status } : {}),
      });
      if (shares?.length) this.report.emit({ type: 'traffic-changed', ...origin, shares });
    }
  }

  private show(key: string, event: RehearsalEventBody): void {
    if (this.shown.has(key)) return;
    this.shown.add(key);
    this.report.emit(event);
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
