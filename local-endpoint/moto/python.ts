import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, rm } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { ExpectedError } from '../kit/expected-error';
import { PYTHON_PACKAGES } from './versions';

const run = promisify(execFile);

/** A command that one of {@link PYTHON_PACKAGES} brings. */
export type PythonTool = 'moto_server' | 'aws' | 'cfn-lint';

/** Where to look for a Python tool, and where to install it. */
export interface FindPythonToolOptions {
  /** Folder of the virtual environment to use or make. @default - `.venv` in the working folder */
  readonly venv?: string;
  /** Directories to look in first, as in the environment variable. @default - PATH */
  readonly path?: string;
  /** Told in a line when something is installed, because that takes a while. @default - stderr */
  readonly log?: (line: string) => void;
  /** Ends an installation that is under way. @default - nothing does */
  readonly closing?: AbortSignal;
}

/**
 * The full path of a Python command: from PATH, else from the virtual environment, else from that environment after
 * making it and installing {@link PYTHON_PACKAGES} into it.
 * @throws ExpectedError where Python 3 is missing or pip fails; an environment half made is removed
 */
export async function findPythonTool(tool: PythonTool, options: FindPythonToolOptions = {}): Promise<string> {
  const venv = resolve(options.venv ?? '.venv');
  const path = options.path ?? process.env.PATH ?? '';
  const found = (await onPath(tool, path)) ?? (await executable(join(venv, 'bin', tool)));
  if (found) return found;
  await install(tool, venv, path, options);
  return join(venv, 'bin', tool);
}

/**
 * The `python3` to run a script of ours with: from PATH.
 * @throws ExpectedError where there is none
 */
export async function findPython(path = process.env.PATH ?? ''): Promise<string> {
  const python = await onPath('python3', path);
  if (!python)
    throw new ExpectedError('python3 is not on PATH; the local endpoint needs Python 3.9 or later');
  return python;
}

async function install(
  tool: PythonTool,
  venv: string,
  path: string,
  { closing: signal, log = (line) => process.stderr.write(`${line}\n`) }: FindPythonToolOptions,
): Promise<void> {
  const python = await findPython(path);
  log(`Installing ${PYTHON_PACKAGES.join(' and ')} into ${venv}, because ${tool} is not on PATH`);
  try {
    await run(python, ['-m', 'venv', venv], { signal });
    await run(join(venv, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', ...PYTHON_PACKAGES], {
      signal,
    });
    await access(join(venv, 'bin', tool), constants.X_OK);
  } catch (error) {
    await rm(venv, { recursive: true, force: true });
    throw new ExpectedError(
      `${tool} is missing and could not be installed into ${venv}: ${lastLine(error)}`,
      {
        cause: error,
      },
    );
  }
}

/** What pip or venv said last is its reason; the lines before are its way there. */
function lastLine(error: unknown): string {
  const { stderr, message } = error as Error & { stderr?: string };
  return (stderr ?? '').trim().split('\n').at(-1) || message;
}

async function onPath(tool: string, path: string): Promise<string | undefined> {
  for (const directory of path.split(delimiter).filter(Boolean)) {
    const found = await executable(join(directory, tool));
    if (found) return found;
  }
  return undefined;
}

async function executable(file: string): Promise<string | undefined> {
  return access(file, constants.X_OK).then(
    () => file,
    () => undefined,
  );
}
