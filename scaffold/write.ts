import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Repository } from './repository';
import type { Skeleton } from './skeleton';

/**
 * Writes a skeleton, formatted, and has the generated files written again. Where a step fails, every file is as it was
 * before.
 */
export function writeSkeleton(
  { root }: Repository,
  { created, changed = {}, generated = [] }: Skeleton,
): void {
  const texts = formatted(root, { ...created, ...changed });
  const undo = restorerOf(root, [...Object.keys(texts), ...generated.map(({ path }) => path)]);
  try {
    for (const [path, text] of Object.entries(texts)) {
      undo.addFolder(mkdirSync(dirname(join(root, path)), { recursive: true }));
      writeFileSync(join(root, path), text);
    }
    for (const { script } of generated)
      execFileSync('npm', ['run', '--silent', script], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    undo.restore();
    throw error;
  }
}

/** The texts in the repository's format; Biome formats them outside of it, all at once. */
function formatted(root: string, texts: Readonly<Record<string, string>>): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'scaffold-'));
  try {
    cpSync(join(root, 'biome.json'), join(folder, 'biome.json'));
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const biome = require.resolve('@biomejs/biome/bin/biome');
    execFileSync(process.execPath, [biome, 'format', '--write', folder], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return Object.fromEntries(
      Object.keys(texts).map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Remembers what files hold now. */
function restorerOf(root: string, paths: readonly string[]) {
  const before = paths.map((path) => {
    const file = join(root, path);
    return { file, text: existsSync(file) ? readFileSync(file, 'utf8') : undefined };
  });
  const folders: string[] = [];
  return {
    /** @param folder the topmost one that was made, if one was */
    addFolder: (folder: string | undefined) => {
      if (folder !== undefined) folders.push(folder);
    },
    restore: () => {
      for (const { file, text } of before) {
        if (text === undefined) rmSync(file, { force: true });
        else writeFileSync(file, text);
      }
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}
