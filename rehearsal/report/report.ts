import type { Clock } from '@pipeline-factory/local-endpoint';
import type { RehearsalEvent, RehearsalEventBody } from './events';

/** Makes one output of the events of a rehearsal. */
export interface Renderer {
  render(event: RehearsalEvent): void;
  /**
   * Ends the output; no event comes after it.
   * @throws ExpectedError where it cannot be written
   */
  close?(): void;
}

/** Hands what happens in a rehearsal to every output. */
export class Report {
  private clock: Pick<Clock, 'now'> | undefined;
  private started = 0;
  private application: string | undefined;
  private step: string | undefined;

  constructor(private readonly renderers: readonly Renderer[]) {}

  /** From here on events carry the time of this clock, which begins at 0 now. */
  useClock(clock: Pick<Clock, 'now'>): void {
    this.clock = clock;
    this.started = clock.now().getTime();
  }

  /** Seconds of the rehearsal's clock. */
  get time(): number {
    return this.clock ? (this.clock.now().getTime() - this.started) / 1_000 : 0;
  }

  emit(body: RehearsalEventBody): void {
    if (body.type === 'application-started') this.application = body.pipelines.join(' and ');
    if (body.type === 'step-started') this.step = body.title;
    const event = { time: this.time, application: this.application, step: this.step, ...body };
    for (const renderer of this.renderers) renderer.render(event);
    if (body.type === 'step-finished') this.step = undefined;
    if (body.type === 'rehearsal-finished') this.application = undefined;
  }

  /** Ends every output, also where one of them fails; returns why those failed that could not be written. */
  close(): Error[] {
    const problems: Error[] = [];
    for (const renderer of this.renderers) {
      try {
        renderer.close?.();
      } catch (error) {
        problems.push(error as Error);
      }
    }
    return problems;
  }
}
