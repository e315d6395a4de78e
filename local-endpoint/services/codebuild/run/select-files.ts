import { readdir, stat } from 'node:fs/promises';
import { basename, join, posix } from 'node:path';
import picomatch from 'picomatch';
import type { FileSelection } from '../buildspec/model';
import { PhaseFailure } from './failure';
import type { BuildLog } from './log';

/** A file that a pattern matches. */
export interface SelectedFile {
  /** Below the base directory, or without folders where paths are discarded. */
  readonly name: string;
  readonly path: string;
}

/**
 * The files of an artifact or a report.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.artifacts.files
 * @param source the folder that base directories are below
 * @param exclude patterns below the base directory
 * @throws PhaseFailure `CLIENT_ERROR` where the base directory does not exist, or is not below the source
 */
export async function selectFiles(
  log: BuildLog,
  source: string,
  { files, baseDirectory, discardPaths }: FileSelection,
  exclude: readonly string[] = [],
): Promise<SelectedFile[]> {
  log.write(`Expanding base directory path: ${baseDirectory}`);
  const chosen = new Map<string, SelectedFile>();
  const excluded = exclude.length > 0 ? picomatch(exclude.map(normal), { dot: true }) : () => false;
  for (const base of await baseFolders(log, source, baseDirectory)) {
    log.write(`Expanding file paths for base directory ${baseDirectory}`);
    const present = await filesBelow(join(source, base));
    for (const pattern of files) {
      log.write(`Expanding ${pattern}`);
      const matches = picomatch(normal(pattern), { dot: true });
      const found = present.filter((name) => matches(name) && !excluded(name));
      if (found.length === 0) log.show(`Skipping invalid file path ${pattern}`);
      for (const file of found) {
        const name = discardPaths ? basename(file) : file;
        chosen.set(name, { name, path: join(source, base, file) });
      }
    }
  }
  if (chosen.size > 0) log.write(`Found ${chosen.size} file(s)`);
  return [...chosen.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

const normal = (pattern: string): string => posix.normalize(pattern.replace(/^\$CODEBUILD_SRC_DIR\//, ''));

/**
 * Folders below the source that a base directory names, which may be a pattern. CodeBuild's message for one that does not
 * exist: https://github.com/aws/aws-cdk/pull/15644
 */
async function baseFolders(log: BuildLog, source: string, given: string): Promise<string[]> {
  const pattern = normal(given);
  if (pattern === '..' || pattern.startsWith('../'))
    throw new PhaseFailure('CLIENT_ERROR', `base-directory must not lead out of the source folder: ${given}`);
  const found = picomatch.scan(pattern).isGlob ? await matching(source, pattern) : [pattern];
  const present = await Promise.all(found.map((folder) => isFolder(join(source, folder))));
  if (present.includes(true)) return found.filter((_, index) => present[index]);
  log.show(`Skipping invalid file path ${given}`);
  throw new PhaseFailure('CLIENT_ERROR', `no matching base directory path found for ${given}`);
}

async function matching(source: string, pattern: string): Promise<string[]> {
  const matches = picomatch(pattern, { dot: true });
  return (await below(source, '', 'folders')).filter((folder) => matches(folder));
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

const filesBelow = (folder: string): Promise<string[]> => below(folder, '', 'files');

async function below(top: string, folder: string, wanted: 'files' | 'folders'): Promise<string[]> {
  const entries = await readdir(join(top, folder), { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []; // nothing was built there
      throw error;
    },
  );
  const found: string[] = [];
  for (const entry of entries) {
    const name = posix.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (wanted === 'folders') found.push(name);
      found.push(...(await below(top, name, wanted)));
    } else if (wanted === 'files' && (await isFile(join(top, name)))) found.push(name);
  }
  return found.sort();
}

/** A link to a file counts as one; a link to nothing does not. */
async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
