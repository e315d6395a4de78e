import { cut } from './text/wrap';

/** A terminal on which lines can be redrawn in place. */
export interface LiveTerminal extends NodeJS.WritableStream {
  readonly isTTY: true;
  readonly columns: number;
  readonly rows: number;
}

/** Control sequences, https://invisible-island.net/xterm/ctlseqs/ctlseqs.html */
const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
/** Without it, a line that is wider than assumed is cut by the terminal, and the count of lines stays right. */
const WRAP_OFF = '\u001b[?7l';
const WRAP_ON = '\u001b[?7h';
const ERASE_BELOW = '\u001b[0J';
const up = (lines: number): string => `\u001b[${lines}A`;

/** Lines at the bottom of a terminal that are redrawn in place, while others pass above them and stay. */
export class LiveRegion {
  private lines: readonly string[] = [];
  private drawn: readonly string[] = [];
  private readonly restore = () => void this.out.write(`${WRAP_ON}${SHOW_CURSOR}`);

  constructor(private readonly out: LiveTerminal) {
    process.on('exit', this.restore); // a second Ctrl-C ends the process at once
  }

  /** Replaces the lines; each is cut to the width of the terminal, and those that do not fit its height are left out. */
  show(lines: readonly string[]): void {
    this.lines = lines;
    const fitting = this.fitting();
    const isDrawn =
      fitting.length === this.drawn.length && fitting.every((line, index) => line === this.drawn[index]);
    if (!isDrawn) this.draw('');
  }

  /** Writes lines that stay, above. */
  print(lines: readonly string[]): void {
    if (lines.length > 0) this.draw(lines.map((line) => `${line}\n`).join(''));
  }

  /** Removes the lines and shows the cursor. */
  close(): void {
    this.lines = [];
    this.draw('');
    process.off('exit', this.restore);
  }

  private draw(above: string): void {
    const erase = this.drawn.length > 0 ? `\r${up(this.drawn.length)}${ERASE_BELOW}` : '';
    this.drawn = this.fitting();
    const below =
      this.drawn.length > 0
        ? `${HIDE_CURSOR}${WRAP_OFF}${this.drawn.map((line) => `${line}\n`).join('')}${WRAP_ON}`
        : SHOW_CURSOR;
    this.out.write(`${erase}${above}${below}`); // at once: what is drawn in parts flickers
  }

  private fitting(): string[] {
    const { columns = 80, rows = 24 } = this.out;
    return this.lines.slice(0, Math.max(0, rows - 1)).map((line) => cut(line, columns));
  }
}
