import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';

/** Folders of interpreters by the folder of their shims. */
const known = new Map<string, string | undefined>();

/**
 * A PATH on which the Python that a version manager chooses comes before its shims, as pyenv and asdf have them: a shim is a
 * shell script that looks the version up at every call, which takes longer than the tool that it starts.
 * https://github.com/pyenv/pyenv#understanding-shims
 * @param path folders, as in the environment variable
 */
export const beforeShims = (path: string): string =>
  path
    .split(delimiter)
    .flatMap((folder) => {
      const chosen = chosenBy(folder);
      return chosen === undefined ? [folder] : [chosen, folder];
    })
    .join(delimiter);

/** @returns nothing where a folder has no shim of Python, or that finds no version */
function chosenBy(folder: string): string | undefined {
  if (basename(folder) !== 'shims') return undefined;
  const shim = join(folder, 'python3');
  if (!known.has(shim)) known.set(shim, existsSync(shim) ? folderOf(shim) : undefined);
  return known.get(shim);
}

function folderOf(shim: string): string | undefined {
  try {
    const script = 'import sys; print(sys.executable)';
    const stdio = ['ignore', 'pipe', 'ignore'] as const;
    return dirname(execFileSync(shim, ['-c', script], { encoding: 'utf8', stdio: [...stdio] }).trim());
  } catch {
    return undefined; // the shim itself says why when it is called
  }
}
