import { stripVTControlCharacters } from 'node:util';
import colors from 'picocolors';

/** Writes progress for a person: one line an event, colours only where the terminal has them. */
export interface Terminal {
  /** Begins a step. */
  heading(text: string): void;
  /**
   * Writes an event; a long one is wrapped.
   * @param indent columns before its second and later lines @default 4
   */
  line(text: string, indent?: number): void;
  /** Writes an expectation and whether it was met. */
  verdict(met: boolean, text: string): void;
}

/** The status of an action or execution in its colour. */
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

/** Columns that fit a terminal on an ordinary screen. */
const MAX_COLUMNS = 140;

function wrap(text: string, indent = 4): string {
  if (stripVTControlCharacters(text).length <= MAX_COLUMNS) return text;
  const [before = ''] = /^\s*/.exec(text) ?? [];
  const lines: string[] = [];
  let line = before;
  for (const word of text.slice(before.length).split(/(?<=\s)(?=\S)/)) {
    const isFull = stripVTControlCharacters(line + word.trimEnd()).length > MAX_COLUMNS;
    if (isFull && line.trim() !== '') {
      lines.push(line.trimEnd());
      line = ' '.repeat(indent);
    }
    line += word;
  }
  return [...lines, line].join('\n');
}
