import { accessSync, constants } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { beforeShims } from '../kit/shims';

const ROOT = resolve(__dirname, '../..');

/**
 * Where a Python tool is installed: in this checkout's `.venv`, or on PATH.
 * @throws Error that says how to install it
 */
export function pythonTool(name: string): string {
  const folders = [join(ROOT, '.venv/bin'), ...beforeShims(process.env.PATH ?? '').split(delimiter)];
  const found = folders.map((folder) => join(folder, name)).find(isExecutable);
  if (!found)
    throw new Error(
      `${name} is neither in .venv/bin nor on PATH: python3 -m venv .venv && .venv/bin/pip install ${name}`,
    );
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
