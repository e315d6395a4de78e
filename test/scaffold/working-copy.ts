import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { BUILD_INFO } from '../../checks/program';
import { ROOT, trackedFiles } from '../docs/repository';

/** The scope of the workspace of the local endpoint, which is the only one of ours among the packages. */
const WORKSPACE = '@pipeline-factory';

const OF_ITS_OWN = [WORKSPACE, basename(BUILD_INFO)];

/**
 * A copy of the files that git tracks, without a git folder. Its packages are links, its workspace is its own. What the last
 * check of the repository found out about types is true in the copy as well.
 */
export function workingCopy(): { readonly root: string; remove(): void } {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'scaffold-copy-')));
  for (const file of trackedFiles()) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    cpSync(join(ROOT, file), join(root, file));
  }
  const packages = join(root, 'node_modules');
  mkdirSync(join(packages, WORKSPACE), { recursive: true });
  symlinkSync('../../local-endpoint', join(packages, WORKSPACE, 'local-endpoint'));
  for (const name of readdirSync(join(ROOT, 'node_modules')).filter((one) => !OF_ITS_OWN.includes(one)))
    symlinkSync(join(ROOT, 'node_modules', name), join(packages, name));
  copyBuildInfo(root);
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Names of files are relative to the file: those of packages stay where they are, the others are those of the copy. */
function copyBuildInfo(root: string): void {
  const [from, to] = [join(ROOT, BUILD_INFO), join(root, BUILD_INFO)];
  if (!existsSync(from)) return;
  const info = JSON.parse(readFileSync(from, 'utf8')) as { readonly fileNames: readonly string[] };
  const isOfPackage = (path: string) => path.startsWith(join(ROOT, 'node_modules'));
  const fileNames = info.fileNames.map((name) => {
    const path = resolve(dirname(from), name);
    return relative(dirname(to), isOfPackage(path) ? path : join(root, relative(ROOT, path)));
  });
  writeFileSync(to, JSON.stringify({ ...info, fileNames }));
}
