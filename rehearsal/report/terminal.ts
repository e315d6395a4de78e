import { stripVTControlCharacters } from 'node:util';
import colors from 'picocolors';

/** Writes what a person watches: one line a happening, colours only where the terminal has them. */
export interface Terminal {
  /** A step of the scenario begins. */
  heading(text: string): void;
  /**
   * Something happened.
   * @param indent columns before the lines that a long text goes on in @default - 4
   */
  line(text: string, indent?: number): void;
  /** An expectation was met, or not. */
  verdict(met: boolean, text: string): void;
}

/** How an action's or execution's status is shown. */
export function statusText(status: string): string {
  switch (status) {
    case 'Succeeded':
    case 'Ready':
      return colors.green(status);
    case 'Failed':
    case 'Stopped':
      return colors.red(status);
    case 'InProgress':
    case 'Pending':
      return colors.cyan(status);
    default:
      return colors.yellow(status);
  }
}

/** A terminal on a stream, usually stdout. */
export function terminalOn(out: NodeJS.WritableStream): Terminal {
  const write = (text: string) => void out.write(`${text}\n`);
  return {
    heading: (text) => write(`\n${colors.bold(text)}`),
    line: (text, indent) => write(wrap(text, indent)),
    verdict: (met, text) =>
      write(wrap(met ? `  ${colors.green('✓')} ${text}` : `  ${colors.red('✗')} ${colors.red(text)}`)),
  };
}

/** What a terminal on an ordinary screen shows side by side. */
const WIDEST = 140;

function wrap(text: string, indent = 4): string {
  if (stripVTControlCharacters(text).length <= WIDEST) return text;
  const [before = ''] = /^\s*/.exec(text) ?? [];
  const lines: string[] = [];
  let line = before;
  for (const word of text.slice(before.length).split(/(?<=\s)(?=\S)/)) {
    const isFull = stripVTControlCharacters(line + word.trimEnd()).length > WIDEST;
    if (isFull && line.trim() !== '') {
      lines.push(line.trimEnd());
      line = ' '.repeat(indent);
    }
    line += word;
  }
  return [...lines, line].join('\n');
}
