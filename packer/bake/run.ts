import { spawn } from 'node:child_process';
import { BakeError } from './bake-error';

/** What a program runs with. */
export interface RunOptions {
  /** Variables beside those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly directory?: string;
}

/**
 * Runs a program whose output goes to the build's log, in a process group of its own. A SIGTERM to this process goes to
 * that whole group, which has time to end by itself: Packer then removes its instance, and Ansible does not run on.
 * @throws BakeError where it does not exit with status 0
 */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<void> {
  const child = spawn(program, args, {
    ...spawnOptions(options),
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  const terminate = () => void (child.pid && process.kill(-child.pid, 'SIGTERM'));
  process.on('SIGTERM', terminate);
  return new Promise<void>((resolve, reject) => {
    child.on('error', (error) => reject(new BakeError(`${program} cannot be run: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new BakeError(`${program} ${args[0] ?? ''} failed: ${signal ?? `exit status ${code}`}`));
    });
  }).finally(() => process.off('SIGTERM', terminate));
}

/** Runs a program. @returns what it prints @throws BakeError where it does not exit with status 0 */
export function output(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => void chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new BakeError(`${program} cannot be run: ${error.message}`)));
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(chunks).toString('utf8').trim());
      else reject(new BakeError(`${program} ${args.join(' ')} failed: exit status ${code}`));
    });
  });
}

const spawnOptions = ({ environment = {}, directory }: RunOptions) => ({
  cwd: directory,
  env: { ...process.env, ...environment },
});
