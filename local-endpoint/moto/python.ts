import { execFile } from 'node:child_process';
import { constants, existsSync, rmSync } from 'node:fs';
import { access, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ExpectedError } from '../kit/expected-error';
import { isProgram, programsOnPath } from '../kit/programs';
import { beforeShims } from '../kit/shims';
import { takeLock } from './lock';
import { PYTHON_PACKAGES } from './versions';

const run = promisify(execFile);

/** A command of one of {@link PYTHON_PACKAGES}. */
export type PythonTool = 'moto_server' | 'aws' | 'cfn-lint';

/** For the systems that most people have. */
const HOW_TO_GET_PYTHON =
  'Debian and Ubuntu: apt install python3 python3-venv; Fedora: dnf install python3; macOS: brew install python; others: https://www.python.org/downloads/';

/** Where a Python tool is searched, and where it is installed. */
export interface FindPythonToolOptions {
  /** Folder of the virtual environment to use or create. @default - `.venv` in the working folder */
  readonly venv?: string;
  /** Folders to search first, as in the environment variable. @default - PATH */
  readonly path?: string;
  /** Gets a line when something is installed, because that takes a while. @default - stderr */
  readonly log?: (line: string) => void;
  /** Ends an installation that is under way. @default - nothing does */
  readonly closing?: AbortSignal;
}

/**
 * The full path of a Python command: from PATH, else from the virtual environment, else from that environment after
 * creating it and installing {@link PYTHON_PACKAGES} into it.
 * @throws ExpectedError where Python 3 is missing or pip fails; an incomplete environment is removed
 */
export async function findPythonTool(tool: PythonTool, options: FindPythonToolOptions = {}): Promise<string> {
  const venv = resolve(options.venv ?? '.venv');
  const path = beforeShims(options.path ?? process.env.PATH ?? '');
  const installed = join(venv, 'bin', tool);
  const [found = isProgram(installed) ? installed : undefined] = programsOnPath(tool, path);
  if (found && (found !== installed || !existsSync(lockOf(venv)))) return found;
  await findPython(path);
  await oneAtATime(venv, options, async () => {
    if (!isProgram(installed)) await install(tool, venv, path, options);
  });
  return installed;
}

/**
 * The `python3` to run a script of ours with: from PATH.
 * @throws ExpectedError where there is none
 */
export async function findPython(path = process.env.PATH ?? ''): Promise<string> {
  const [python] = programsOnPath('python3', beforeShims(path));
  if (!python)
    throw new ExpectedError(
      `python3 is not on PATH; the local endpoint needs Python 3.9 or later. ${HOW_TO_GET_PYTHON}`,
    );
  return python;
}

/** Holds the process id of who installs. */
const lockOf = (venv: string): string => `${venv}.installing`;

const POLL_MILLISECONDS = 500;

/** Runs it while no other process does for the same folder: a rehearsal that starts while another one installs waits for it. */
async function oneAtATime(
  venv: string,
  { closing, log = toStandardError }: FindPythonToolOptions,
  action: () => Promise<void>,
): Promise<void> {
  const lock = lockOf(venv);
  for (let waits = 0; !takeLock(lock); waits++) {
    if (waits === 0) log(`Waiting for another command that installs into ${venv}`);
    await pause(POLL_MILLISECONDS, undefined, { signal: closing }).catch(() => {
      throw new ExpectedError(`waiting for ${lock} was interrupted`);
    });
  }
  try {
    await action();
  } finally {
    rmSync(lock, { force: true });
  }
}

const toStandardError = (line: string): void => void process.stderr.write(`${line}\n`);

async function install(
  tool: PythonTool,
  venv: string,
  path: string,
  { closing: signal, log = toStandardError }: FindPythonToolOptions,
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

/** The last line of pip or venv is the reason of a failure. */
function lastLine(error: unknown): string {
  const { stderr, message } = error as Error & { stderr?: string };
  return (stderr ?? '').trim().split('\n').at(-1) || message;
}
