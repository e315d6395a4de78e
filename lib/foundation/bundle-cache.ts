import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** What bundles are made of. */
export interface BundleInputs {
  /** What is bundled; those of a kind are kept in one folder. */
  readonly kind: 'handlers' | 'bake';
  /** Folders of sources, and files. */
  readonly sources: readonly string[];
  /** `node_modules`, in which npm notes what it has installed. */
  readonly packages: string;
}

/**
 * Keeps bundles between syntheses, in `node_modules/.cache`, because one takes a second or two to make. A bundle is
 * found again where nothing differs that went into it. Nothing is kept, and each bundle made, where npm's note of what is
 * installed is missing or the folder cannot be written.
 * @returns the bundle by its name, made only where it is not there
 */
export function bundleCache(inputs: BundleInputs): (name: string, make: () => Uint8Array) => Uint8Array {
  let folder: { path?: string } | undefined;
  return (name, make) => {
    folder ??= { path: folderOf(inputs) };
    if (folder.path === undefined) return make();
    const file = join(folder.path, `${name}.mjs`);
    if (existsSync(file)) return readFileSync(file);
    const code = make();
    write(file, code);
    return code;
  };
}

function folderOf({ kind, sources, packages }: BundleInputs): string | undefined {
  const installed = join(packages, '.package-lock.json');
  if (!existsSync(installed)) return undefined;
  const hash = createHash('sha256');
  for (const file of [installed, ...sources.flatMap(filesIn)]) hash.update(file).update(readFileSync(file));
  const folder = join(packages, '.cache', 'pipeline-factory', kind, hash.digest('hex'));
  try {
    if (!existsSync(folder)) {
      rmSync(join(folder, '..'), { recursive: true, force: true }); // bundles of other sources are of no use any more
      mkdirSync(folder, { recursive: true });
    }
    return folder;
  } catch {
    return undefined;
  }
}

/** The files of a folder, in one order; the path itself where it is a file. */
function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}

/** Another synthesis may write the same file: whoever is last wins, and nobody reads half of it. */
function write(file: string, code: Uint8Array): void {
  const own = `${file}.${process.pid}`;
  try {
    writeFileSync(own, code);
    renameSync(own, file);
  } catch {
    rmSync(own, { force: true });
  }
}
