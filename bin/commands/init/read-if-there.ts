import { readFileSync } from 'node:fs';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';

/**
 * The text of a file.
 * @returns undefined where it does not exist
 * @throws ExpectedError where it cannot be read
 */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new ExpectedError(`${file} cannot be read: ${message}`);
  }
}
