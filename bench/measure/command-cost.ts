import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Seconds that a command took, and what it printed. */
export interface CommandCost {
  /** User and system time of its processor, with all its child processes that it waited for. */
  readonly cpu: number;
  /** By the clock on the wall. */
  readonly elapsed: number;
  /** Its standard output. */
  readonly output: string;
}

/**
 * Runs a command to its end and measures it. Bash measures, because Node.js has no figure for a child's processor time.
 * https://www.gnu.org/software/bash/manual/html_node/Pipelines.html
 * @param options the command's folder, and variables beside this process's own
 * @throws Error with what it wrote, where it does not exit with 0
 */
export async function commandCost(
  command: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<CommandCost> {
  const script = 'exec 3>&2; TIMEFORMAT="%3U %3S %3R"; time "$@" 2>&3; exit $?';
  const { stdout, stderr } = await promisify(execFile)('bash', ['-c', script, 'bash', ...command], {
    cwd: options.cwd,
    env: { ...process.env, LC_ALL: 'C', ...options.env },
    maxBuffer: 64 * 1024 * 1024,
  });
  const [user, system, elapsed] = (stderr.trimEnd().split('\n').at(-1) ?? '').split(' ').map(Number);
  if (user === undefined || system === undefined || elapsed === undefined)
    throw new Error(`bash must end with three times, got: ${stderr}`);
  return { cpu: user + system, elapsed, output: stdout };
}
