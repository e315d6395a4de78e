import {
  chmodSync,
  constants,
  copyFileSync,
  linkSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';

/** A file to write. */
export interface PlannedFile {
  readonly name: string;
  readonly text: string;
  /** What it holds now. @default - it does not exist, and must not when it is written */
  readonly before?: string;
}

/**
 * Writes all files or none. Each is written whole in a folder beside them first, so that a full disk or a signal leaves none
 * of them half written; what was put in place before a failure is taken back.
 * @throws ExpectedError where one cannot be written
 */
export function writeAll(folder: string, files: readonly PlannedFile[]): void {
  const undo: (() => void)[] = [];
  let draft: string | undefined;
  try {
    draft = mkdtempSync(join(folder, '.pipeline-factory-init-'));
    const at = draft;
    for (const { name, text } of files) writeFileSync(join(at, name), text);
    for (const file of files) undo.unshift(put(folder, at, file));
  } catch (error) {
    for (const back of undo) back();
    throw new ExpectedError(
      `init could not write in ${folder}, and has left it as it was: ${(error as Error).message}`,
    );
  } finally {
    if (draft !== undefined) rmSync(draft, { recursive: true, force: true });
  }
}

/** Puts a file in its place. @returns what takes it back */
function put(folder: string, draft: string, { name, before }: PlannedFile): () => void {
  const file = join(folder, name);
  if (before === undefined) {
    create(join(draft, name), file);
    return () => rmSync(file);
  }
  const target = realpathSync(file);
  const old = join(draft, `${name}.before`);
  const { mode } = statSync(target);
  writeFileSync(old, before);
  for (const written of [old, join(draft, name)]) chmodSync(written, mode);
  renameSync(join(draft, name), target);
  return () => renameSync(old, target);
}

/** Fails where somebody else has made the file meanwhile. A copy is for file systems without hard links. */
function create(draft: string, file: string): void {
  try {
    linkSync(draft, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP') throw error;
    copyFileSync(draft, file, constants.COPYFILE_EXCL);
  }
}
