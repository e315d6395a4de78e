import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { ExpectedError } from '../kit/expected-error';

/**
 * Takes a lock unless a process holds it that still runs. Its file holds the process id; who takes it deletes that. What a
 * process that was killed has left holds nobody up, and only one of those that find it takes it over.
 * @returns whether it is taken now
 * @throws ExpectedError where the file cannot be written
 */
export function takeLock(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw new ExpectedError(`${lock} cannot be written: ${message}`);
    const owner = ownerOf(lock);
    return owner !== undefined && !isRunning(Number(owner)) && takeOver(lock, owner);
  }
}

/**
 * Of a dead owner, by a lock of its own: the owner of a lock changes only by the one who holds that, and in one step. To
 * delete the file could delete that of another one who has taken it over meanwhile.
 */
function takeOver(lock: string, owner: string): boolean {
  const successor = `${lock}.after-${owner}`;
  if (!takeLock(successor)) return false;
  if (ownerOf(lock) === owner) {
    renameSync(successor, lock);
    return true;
  }
  rmSync(successor);
  return false;
}

/** @returns undefined where it was deleted meanwhile, and in the moment between its making and its writing */
function ownerOf(lock: string): string | undefined {
  try {
    return readFileSync(lock, 'utf8') || undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
