import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file as a whole: where the disk is full, for example, it stays as it was, or is not there. A link stays one; a
 * device or pipe is written itself.
 * @throws what the file system refuses
 */
export function writeWhole(file: string, text: string): void {
  const there = statSync(file, { throwIfNoEntry: false });
  if (there && !there.isFile()) return writeFileSync(file, text);
  const target = there ? realpathSync(file) : file;
  const partial = join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
  try {
    writeFileSync(partial, text);
    if (there) chmodSync(partial, there.mode);
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (!there || code !== 'EACCES') throw error;
    writeFileSync(target, text); // only the file can be written, not the folder
  }
}
