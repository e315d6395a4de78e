import type { RehearsalEvent } from './events';
import type { Renderer } from './report';

/** Writes every event as one line of JSON: `--json`. */
export class JsonRenderer implements Renderer {
  constructor(private readonly out: NodeJS.WritableStream) {}

  render({ time, type, ...rest }: RehearsalEvent): void {
    this.out.write(`${JSON.stringify({ time, type, ...rest }, toMilliseconds)}\n`);
  }
}

/** Seconds to the millisecond: what is beyond is no more than how computers add. */
const toMilliseconds = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value;
