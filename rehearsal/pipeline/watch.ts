import type { Clock } from '@pipeline-factory/local-endpoint';
import type { RehearsalContext } from '../context';
import { statusText, type Terminal } from '../report/terminal';
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
}

/** What happened so far within the deployment of an execution, in order. */
export type DeploymentProgress<Pipeline extends DeployedPipeline> = (
  pipeline: Pipeline,
  executionId: string,
) => Promise<readonly DeploymentEvent[]>;

/**
 * Prints every change of every action of the pipelines, and the events within a deployment, until it is stopped: what a
 * team would see on the console's page, line by line.
 */
export function watchPipelines<Pipeline extends DeployedPipeline>(
  pipelines: readonly Pipeline[],
  { clock, closing, terminal }: Pick<RehearsalContext, 'clock' | 'closing' | 'terminal'>,
  progress: DeploymentProgress<Pipeline> = async () => [],
): { stop(): Promise<void> } {
  const watcher = new Watcher(pipelines, clock, terminal, progress);
  const look = async () => {
    if (closing.aborted) return;
    await watcher
      .check()
      .catch(
        (error: Error) =>
          closing.aborted || terminal.line(`  · the watcher missed a check: ${error.message}`),
      );
  };
  return { stop: clock.observe(look) };
}

class Watcher<Pipeline extends DeployedPipeline> {
  private readonly shown = new Set<string>();
  private readonly finished = new Set<string>();
  private readonly numbers = new Map<string, number>();
  private readonly started: number;
  private readonly width: number;

  constructor(
    private readonly pipelines: readonly Pipeline[],
    private readonly clock: Clock,
    private readonly terminal: Terminal,
    private readonly progress: DeploymentProgress<Pipeline>,
  ) {
    this.started = clock.now().getTime();
    this.width = Math.max(...pipelines.map(({ name }) => name.length));
  }

  async check(): Promise<void> {
    await Promise.all(this.pipelines.map((pipeline) => this.checkPipeline(pipeline)));
  }

  private async checkPipeline(pipeline: Pipeline): Promise<void> {
    const executions = (await listExecutions(pipeline)).reverse();
    for (const { pipelineExecutionId: id = '', status = '', trigger } of executions) {
      if (this.finished.has(id)) continue;
      const number = this.numberOf(pipeline, id);
      const cause = CAUSES[trigger?.triggerType ?? ''] ?? `by ${trigger?.triggerType}`;
      this.show(`${id} start`, pipeline, number, 'started', cause);
      await this.checkActions(pipeline, id, number);
      if (!FINAL_STATUSES.includes(status)) continue;
      this.show(`${id} end`, pipeline, number, 'execution', statusText(status));
      this.finished.add(id);
    }
  }

  private async checkActions(pipeline: Pipeline, id: string, number: number): Promise<void> {
    for (const detail of (await listActions(pipeline, id)).reverse()) {
      const { stageName, actionName, status = '', output } = detail;
      const { externalExecutionSummary, errorDetails } = output?.executionResult ?? {};
      const message = status === 'Failed' ? errorDetails?.message || (externalExecutionSummary ?? '') : '';
      const shown = message.split('\n').slice(0, MAX_MESSAGE_LINES).join(' ');
      const text = [statusText(status), shown].filter(Boolean).join('  ');
      const ended = status !== 'InProgress';
      const deploying = (pipeline.watched ?? [pipeline.deploy.action]).includes(actionName ?? '');
      if (deploying && ended) await this.checkDeployment(pipeline, id, number);
      this.show(
        `${detail.actionExecutionId} ${status}`,
        pipeline,
        number,
        `${stageName} / ${actionName}`,
        text,
      );
      if (deploying && !ended) await this.checkDeployment(pipeline, id, number);
    }
  }

  private async checkDeployment(pipeline: Pipeline, executionId: string, number: number): Promise<void> {
    for (const { key, subject, text } of await this.progress(pipeline, executionId))
      this.show(key, pipeline, number, `  ${subject}`, text);
  }

  private show(key: string, pipeline: DeployedPipeline, number: number, subject: string, text: string): void {
    if (this.shown.has(key)) return;
    this.shown.add(key);
    const about = `  ${this.elapsed()}  ${pipeline.name.padEnd(this.width)} #${number}  ${subject.padEnd(24)} `;
    this.terminal.line(`${about}${text}`, about.length);
  }

  private numberOf(pipeline: DeployedPipeline, id: string): number {
    const known = this.numbers.get(id);
    if (known) return known;
    const next = (this.numbers.get(pipeline.name) ?? 0) + 1;
    this.numbers.set(pipeline.name, next);
    this.numbers.set(id, next);
    return next;
  }

  /** Minutes and seconds of the rehearsal's clock. */
  private elapsed(): string {
    const seconds = Math.floor((this.clock.now().getTime() - this.started) / 1_000);
    return `${String(Math.floor(seconds / 60)).padStart(3)}:${String(seconds % 60).padStart(2, '0')}`;
  }
}
