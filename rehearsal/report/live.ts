import colors from 'picocolors';
import { type EventHandlers, handleEvent, type RehearsalEvent } from './events';
import { LiveRegion, type LiveTerminal } from './live-region';
import { ProgressLines } from './progress-lines';
import type { Renderer } from './report';
import { printableEvent } from './text/printable';
import { clockText, statusText } from './text/status';

/** Real time between two redraws while nothing happens: clocks go on. */
const REDRAW_MILLISECONDS = 200;

/** What a pipeline does now. */
interface PipelineState {
  readonly number: number;
  readonly doing: string;
  readonly status: string;
}

/** Keeps lines at the bottom of a terminal: the step, and for each of its pipelines stage, action and the rehearsal's clock. */
export class LiveRenderer implements Renderer {
  private readonly region: LiveRegion;
  private readonly lines: ProgressLines;
  private readonly timer: NodeJS.Timeout;
  private readonly pipelines = new Map<string, PipelineState | undefined>();
  private command: { readonly text: string; readonly since: number; stacks: number } | undefined;
  private step: { readonly title: string; met: number; missed: number; last: string } | undefined;

  /** @param time seconds of the rehearsal's clock */
  constructor(
    out: LiveTerminal,
    private readonly time: () => number,
  ) {
    this.region = new LiveRegion(out);
    this.lines = new ProgressLines(() => out.columns);
    this.timer = setInterval(() => this.redraw(), REDRAW_MILLISECONDS).unref();
  }

  render(event: RehearsalEvent): void {
    handleEvent(this.handlers, printableEvent(event));
    this.region.print(this.lines.linesOf(event));
    this.redraw();
  }

  close(): void {
    clearInterval(this.timer);
    this.region.close();
  }

  private readonly handlers: EventHandlers<void> = {
    'command-started': ({ command }) => {
      this.command = { text: command, since: Date.now(), stacks: 0 };
    },
    'stack-deployed': () => {
      if (this.command) this.command.stacks += 1;
    },
    'command-finished': () => {
      this.command = undefined;
    },
    'pipelines-watched': ({ pipelines }) => {
      this.pipelines.clear();
      for (const name of pipelines) this.pipelines.set(name, undefined);
    },
    'step-started': ({ title }) => {
      this.step = { title, met: 0, missed: 0, last: '' };
    },
    expectation: ({ met, text }) => {
      if (!this.step) return;
      this.step[met ? 'met' : 'missed'] += 1;
      this.step.last = `${met ? colors.green('✓') : colors.red('✗')} ${text}`;
    },
    'step-finished': () => {
      this.step = undefined;
    },
    'execution-started': ({ pipeline, number, cause }) => {
      this.pipelines.set(pipeline, { number, doing: `started ${cause}`, status: '' });
    },
    'action-changed': ({ pipeline, number, stage, action, status }) => {
      this.pipelines.set(pipeline, { number, doing: `${stage} / ${action}`, status });
    },
    'execution-finished': ({ pipeline, number, status }) => {
      this.pipelines.set(pipeline, { number, doing: 'execution', status });
    },
    'rehearsal-failed': () => {
      this.command = this.step = undefined;
    },
  };

  private redraw(): void {
    this.region.show([...this.commandLines(), ...this.stepLines()]);
  }

  private commandLines(): string[] {
    if (!this.command) return [];
    const { text, since, stacks } = this.command;
    const count = stacks > 0 ? `  ${stacks} stacks` : '';
    return [`  ${colors.cyan('…')} ${text}${count}  ${((Date.now() - since) / 1_000).toFixed(0)} s`];
  }

  private stepLines(): string[] {
    if (!this.step) return [];
    const { title, met, missed, last } = this.step;
    const count = `${met} met${missed > 0 ? `, ${missed} not met` : ''}`;
    const width = Math.max(0, ...[...this.pipelines.keys()].map(({ length }) => length));
    return [
      `  ${colors.cyan('…')} ${colors.bold(title)}  ${count}`,
      ...[...this.pipelines].map(([name, state]) => {
        const doing = state ? `#${state.number}  ${state.doing}  ${statusText(state.status)}` : 'at rest';
        return `    ${clockText(this.time())}  ${name.padEnd(width)}  ${doing}`.trimEnd();
      }),
      ...(last === '' ? [] : [`    ${last}`]),
    ];
  }
}
