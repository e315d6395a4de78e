import { Writable } from 'node:stream';
import type { LiveTerminal } from '../../../../rehearsal/report/live-region';

const ESCAPE = '\u001b';

/** A control sequence or a character. */
const TOKEN = new RegExp(`${ESCAPE}\\[\\??\\d*[A-Za-z]|[^${ESCAPE}]`, 'gsu');

/** A terminal of lines that never scroll away, which understands what a live region writes and nothing else. */
export class Screen {
  readonly lines: string[] = [''];
  cursorShown = true;
  /** The most columns that a line ever had. */
  widest = 0;
  private row = 0;
  private wraps = true;

  /** @param columns a longer line wraps, or is cut while wrapping is off */
  constructor(private readonly columns: number) {}

  /** A stream that writes to this screen. */
  stream(rows = 24): LiveTerminal {
    const stream = new Writable({
      write: (chunk: Buffer, _, done) => {
        this.write(chunk.toString());
        done();
      },
    });
    return Object.assign(stream, { isTTY: true as const, columns: this.columns, rows });
  }

  /** What is on the screen, without the empty line of the cursor. */
  get text(): string {
    return this.lines.join('\n').trimEnd();
  }

  private write(text: string): void {
    for (const [token] of text.matchAll(TOKEN)) this.take(token);
  }

  private take(token: string): void {
    const [, count = '', command = ''] = /^.\[(\??\d*)([A-Za-z])$/su.exec(token) ?? [];
    if (command === 'm') return; // a colour
    if (command === 'A') this.row -= Number(count);
    else if (command === 'J') this.lines.splice(this.row, Number.POSITIVE_INFINITY, '');
    else if (count === '?25') this.cursorShown = command === 'h';
    else if (count === '?7') this.wraps = command === 'h';
    else if (token === '\n') this.newLine();
    else if (token === '\r')
      return; // what follows erases
    else if (command !== '') throw new Error(`unknown control sequence ${JSON.stringify(token)}`);
    else this.put(token);
  }

  private put(character: string): void {
    const line = this.lines[this.row] ?? '';
    if ([...line].length >= this.columns) {
      if (!this.wraps) return;
      this.newLine();
    }
    this.lines[this.row] = (this.lines[this.row] ?? '') + character;
    this.widest = Math.max(this.widest, [...(this.lines[this.row] ?? '')].length);
  }

  private newLine(): void {
    this.row += 1;
    this.lines[this.row] ??= '';
  }
}
