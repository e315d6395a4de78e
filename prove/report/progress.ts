/** Milliseconds between two lines of progress. */
const INTERVAL_MILLISECONDS = 200;

/** Writes how far a run is over one line of a terminal; nothing where the output goes elsewhere. */
export class Progress {
  #shown = 0;

  constructor(private readonly output: NodeJS.WriteStream = process.stderr) {}

  /** @param text without line breaks */
  show(text: string): void {
    if (!this.output.isTTY || Date.now() < this.#shown + INTERVAL_MILLISECONDS) return;
    this.#shown = Date.now();
    this.output.write(`\r\u001B[K${text.slice(0, this.output.columns - 1)}`);
  }

  /** Before anything else is printed. */
  clear(): void {
    if (this.output.isTTY && this.#shown > 0) this.output.write('\r\u001B[K');
    this.#shown = 0;
  }
}
