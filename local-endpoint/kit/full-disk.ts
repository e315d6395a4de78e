import { statfs } from 'node:fs/promises';
import { ExpectedError } from './expected-error';

/** With less than that left, programs have failed to write what they wanted. */
const FULL_BYTES = 1024 * 1024;

/** The reason of any failure where the disk of a folder is full: what fails first seldom names it. */
export async function fullDisk(folder: string, free = freeBytes): Promise<ExpectedError | undefined> {
  if ((await free(folder)) >= FULL_BYTES) return undefined;
  return new ExpectedError(
    `there is no space left on the disk: ${folder}; the environment variable TMPDIR names another folder`,
  );
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
