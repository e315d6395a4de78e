import type { Clock } from '@pipeline-factory/local-endpoint';
import type { Waiting } from '../until';
import { statusText, type Terminal } from '../report/terminal';
import type { DeployedPipeline } from './deployed-pipeline';
import { actionsOf, ENDED, executionsOf } from './executions';

/** Real time between two looks of the watcher. */
const LOOK_MILLISECONDS = 120;

/** Of what an action says of its failure. */
const NOTE_LINES = 4;

/** What started an execution, in a person's words. */
const CAUSES: Readonly<Record<string, string>> = {
  CloudWatchEvent: 'by event',
  CreatePipeline: 'because it was created',
  StartPipelineExecution: 'by hand',
  ManualRollback: 'to go back',
  WebhookV2: 'by a push',
};

/** Something that happened within a deployment. */
export interface DeploymentStep {
  /** Tells it from all others. */
  readonly key: string;
  /** What it happened to. */
  readonly place: string;
  readonly text: string;
}

/** What happened so far within the deployment of an execution, in order. */
export type DeploymentSteps<Pipeline> = (
  pipeline: Pipeline,
  executionId: string,
) => Promise<readonly DeploymentStep[]>;

/**
 * Prints every change of every action of the pipelines, and the steps within a deployment, until it is told to stop: what
 * a team would see on the console's page, line by line.
 */
export function watchPipelines<Pipeline extends DeployedPipeline>(
  pipelines: readonly Pipeline[],
  { clock, closing }: Waiting,
  terminal: Terminal,
  stepsOf: DeploymentSteps<Pipeline>,
): { stop(): Promise<void> } {
  const watcher = new Watcher(pipelines, clock, terminal, stepsOf);
  let stopped = false;
  const watching = (async () => {
    while (!stopped && !closing.aborted) {
      await watcher
        .look()
        .catch(
          (error: Error) =>
            closing.aborted || terminal.line(`  · the watcher missed a look: ${error.message}`),
        );
      await new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS));
    }
    if (!closing.aborted) await watcher.look();
  })();
  return {
    stop: () => {
      stopped = true;
      return watching;
    },
  };
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
    private readonly stepsOf: DeploymentSteps<Pipeline>,
  ) {
    this.started = clock.now().getTime();
    this.width = Math.max(...pipelines.map(({ name }) => name.length));
  }

  async look(): Promise<void> {
    await Promise.all(this.pipelines.map((pipeline) => this.lookAt(pipeline)));
  }

  private async lookAt(pipeline: Pipeline): Promise<void> {
    const executions = (await executionsOf(pipeline)).reverse();
    for (const { pipelineExecutionId: id = '', status = '', trigger } of executions) {
      if (this.finished.has(id)) continue;
      const number = this.numberOf(pipeline, id);
      const cause = CAUSES[trigger?.triggerType ?? ''] ?? `by ${trigger?.triggerType}`;
      this.show(`${id} start`, pipeline, number, 'started', cause);
      await this.lookAtActions(pipeline, id, number);
      if (!ENDED.includes(status)) continue;
      this.show(`${id} end`, pipeline, number, 'execution', statusText(status));
      this.finished.add(id);
    }
  }

  private async lookAtActions(pipeline: Pipeline, id: string, number: number): Promise<void> {
    for (const detail of (await actionsOf(pipeline, id)).reverse()) {
      const place = `${detail.stageName} / ${detail.actionName}`;
      const summary = detail.output?.executionResult?.externalExecutionSummary ?? '';
      const failure = detail.output?.executionResult?.errorDetails?.message ?? '';
      const note = detail.status === 'Failed' ? failure || summary : '';
      const text = `${statusText(detail.status ?? '')}${note ? `  ${note.split('\n').slice(0, NOTE_LINES).join(' ')}` : ''}`;
      const ended = detail.status !== 'InProgress';
      const deploying = detail.actionName === pipeline.deploy.action;
      if (deploying && ended) await this.lookAtDeployment(pipeline, id, number);
      this.show(`${detail.actionExecutionId} ${detail.status}`, pipeline, number, place, text);
      if (deploying && !ended) await this.lookAtDeployment(pipeline, id, number);
    }
  }

  private async lookAtDeployment(pipeline: Pipeline, executionId: string, number: number): Promise<void> {
    for (const { key, place, text } of await this.stepsOf(pipeline, executionId))
      this.show(key, pipeline, number, `  ${place}`, text);
  }

  private show(key: string, pipeline: DeployedPipeline, number: number, place: string, text: string): void {
    if (this.shown.has(key)) return;
    this.shown.add(key);
    const about = `  ${this.elapsed()}  ${pipeline.name.padEnd(this.width)} #${number}  ${place.padEnd(24)} `;
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
