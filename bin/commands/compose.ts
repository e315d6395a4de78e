import { readFileSync } from 'node:fs';
import { createColors } from 'picocolors';
import { ComposeError } from './compose/compose-error';
import { composeFile, type ComposeFile } from './compose/compose-file';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { writeNew } from './write-new';

/** Options of `pipeline-factory compose`. */
export interface ComposeOptions {
  /** The task definition. */
  readonly file: string;
  /** The file to write. @default - the compose file is written to `out` */
  readonly output?: string;
  /** Whether a file with other content is overwritten. @default false */
  readonly force?: boolean;
}

/**
 * Turns a task definition into a docker compose file.
 * @param out gets the file, or a message that it is written
 * @param remarks gets what could not be converted @default - standard error
 * @returns the exit code
 * @throws ExpectedError where there is no valid task definition, or the file exists with other content
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
  if (notes.length > 0) remarks.write(`${colors.bold('Not converted, or not exactly:')}\n`);
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
      `${file}: ${code === 'ENOENT' ? 'does not exist' : `cannot be read: ${message}`}`,
    );
  }
}
