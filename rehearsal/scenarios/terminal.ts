import colors from 'picocolors';

/** Writes what a person watches: one line a happening, colours only where the terminal has them. */
export interface Terminal {
  /** A step of the scenario begins. */
  heading(text: string): void;
  /** Something happened. */
  line(text: string): void;
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
    line: (text) => write(text),
    verdict: (met, text) =>
      write(met ? `  ${colors.green('✓')} ${text}` : `  ${colors.red('✗')} ${colors.red(text)}`),
  };
}
