import { readFileSync } from 'node:fs';
import { createColors } from 'picocolors';
import { ComposeError } from './compose/compose-error';
import { composeFile, type ComposeFile } from './compose/compose-file';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { writeNew } from './write-new';

/** What `pipeline-factory compose` was asked. */
export interface ComposeOptions {
  /** The task definition. */
  readonly file: string;
  /** The file to write. @default - it goes to `out` */
  readonly output?: string;
  /** Whether a file that says something else is written over. @default false */
  readonly force?: boolean;
}

/**
 * Turns a task definition into a docker compose file.
 * @param out takes the file, or the news that it is written
 * @param remarks takes what could not be carried over @default - standard error
 * @returns the exit code
 * @throws ExpectedError where there is no task definition, or the file is there and says something else
 */
export function runCompose(
  { file, output, force }: ComposeOptions,
  out: NodeJS.WritableStream,
  remarks: NodeJS.WritableStream = process.stderr,
): number {
  const { text, notes } = converted(file);
  if (output === undefined) out.write(text);
  else out.write(`${colorsFor(out).green('✓')} ${writeNew(output, text, force)}\n`);
  const colors = colorsFor(remarks);
  if (notes.length > 0) remarks.write(`${colors.bold('Not carried over, or not quite:')}\n`);
  for (const { field, why } of notes) remarks.write(`  ${colors.yellow(field)}: ${why}\n`);
  return 0;
}

const colorsFor = (stream: NodeJS.WritableStream) => createColors('isTTY' in stream && stream.isTTY === true);

function converted(file: string): ComposeFile {
  const json = read(file);
  try {
    return composeFile(json);
  } catch (error) {
    if (!(error instanceof ComposeError)) throw error;
    const lines = error.message.split('\n').map((line) => `${file}: ${line}`);
    throw new ExpectedError(lines.join('\n'));
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ExpectedError(
      `${file}: ${code === 'ENOENT' ? 'there is no such file' : `cannot be read: ${message}`}`,
    );
  }
}
