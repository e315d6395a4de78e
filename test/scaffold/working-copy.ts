import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT, trackedFiles } from '../docs/repository';

/** The scope of the workspace of the local endpoint, which is the only one of ours among the packages. */
const WORKSPACE = '@pipeline-factory';

/** A copy of the files that git tracks, without a git folder. Its packages are links, its workspace is its own. */
export function workingCopy(): { readonly root: string; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), 'scaffold-copy-'));
  for (const file of trackedFiles()) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    cpSync(join(ROOT, file), join(root, file));
  }
  const packages = join(root, 'node_modules');
  mkdirSync(join(packages, WORKSPACE), { recursive: true });
  symlinkSync('../../local-endpoint', join(packages, WORKSPACE, 'local-endpoint'));
  for (const name of readdirSync(join(ROOT, 'node_modules')).filter((one) => one !== WORKSPACE))
    symlinkSync(join(ROOT, 'node_modules', name), join(packages, name));
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
