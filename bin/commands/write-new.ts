import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';

/**
 * Writes a file that a command makes, and its folders. What is there already is only written over when asked to.
 * @returns what came of it, as a sentence
 * @throws ExpectedError where the file is there and says something else, or cannot be written
 */
export function writeNew(file: string, text: string, force = false): string {
  try {
    if (existsSync(file)) {
      if (readFileSync(file, 'utf8') === text) return `${file} is as it should be`;
      if (!force)
        throw new ExpectedError(`${file} is there already and says something else; --force writes over it`);
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return `${file} is written`;
  } catch (error) {
    if (error instanceof ExpectedError) throw error;
    throw new ExpectedError(`${file} cannot be written: ${(error as Error).message}`);
  }
}
