import { accessSync, constants } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { beforeShims } from './shims';

/**
 * The full paths of the programs of a name, in the order in which a shell would take them.
 * @param path folders, as in the environment variable
 */
export const programsOnPath = (name: string, path: string): string[] =>
  path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .filter(isProgram);

/**
 * The Python that code runs with: that of the virtual environment which the local endpoint makes, or that on PATH. Either has
 * what moto needs, and so the AWS SDK.
 */
export function pythonProgram(): string | undefined {
  const installed = resolve('.venv/bin/python3');
  return isProgram(installed)
    ? installed
    : programsOnPath('python3', beforeShims(process.env.PATH ?? '')).at(0);
}

/** Whether there is a file that may be run. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
