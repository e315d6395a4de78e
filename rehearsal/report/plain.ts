import type { RehearsalEvent } from './events';
import { ProgressLines } from './progress-lines';
import type { Renderer } from './report';

/** Writes what is worth keeping, line by line, and never moves the cursor: for logs, and terminals that can do no more. */
export class PlainRenderer implements Renderer {
  private readonly lines = new ProgressLines(() => undefined);

  constructor(private readonly out: NodeJS.WritableStream) {}

  render(event: RehearsalEvent): void {
    if (event.type === 'command-started') this.out.write(`  … ${event.command}\n`); // it takes long
    for (const line of this.lines.linesOf(event)) this.out.write(`${line}\n`);
  }
}
