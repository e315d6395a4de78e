import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { writeWhole } from './write-whole';

/**
 * Writes a file that a command makes, and its folders.
 * @param force whether a file with other content is overwritten
 * @returns a sentence for the user: whether the file was written or had this content already
 * @throws ExpectedError where the file exists with other content, or cannot be written
 */
export function writeNew(file: string, text: string, force = false): string {
  try {
    if (existsSync(file)) {
      if (readFileSync(file, 'utf8') === text) return `${file} is up to date`;
      if (!force) throw new ExpectedError(`${file} exists with other content; --force overwrites it`);
    }
    mkdirSync(dirname(file), { recursive: true });
    writeWhole(file, text);
    return `${file} is written`;
  } catch (error) {
    if (error instanceof ExpectedError) throw error;
    throw new ExpectedError(`${file} cannot be written: ${(error as Error).message}`);
  }
}
