import type { RehearsalEvent } from './events';
import type { Renderer } from './report';

/** Writes every event as one line of JSON: `--json`. */
export class JsonRenderer implements Renderer {
  constructor(private readonly out: NodeJS.WritableStream) {}

  render({ time, ...event }: RehearsalEvent): void {
    const { type, ...rest } = event;
    this.out.write(`${JSON.stringify({ time: Math.round(time * 1_000) / 1_000, type, ...rest })}\n`);
  }
}
