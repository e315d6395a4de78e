import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, trackedFiles } from './repository';

/** Folders whose own folders are all in the table. The top level is, too. */
const DETAILED = ['lib/', 'handlers/', 'local-endpoint/'];

const documented = documentedFolders();
const tracked = trackedFolders();

test('every folder of the repository is in the table of ARCHITECTURE.md', () => {
  expect(tracked.filter((folder) => isDetailed(folder) && !documented.includes(folder))).toEqual([]);
});

test('every folder in the table of ARCHITECTURE.md is there', () => {
  expect(documented.filter((folder) => !tracked.includes(folder))).toEqual([]);
});

test('no folder is in the table of ARCHITECTURE.md twice', () => {
  expect(documented.filter((folder, index) => documented.indexOf(folder) !== index)).toEqual([]);
});

/** The folders in the first column of the table, as they are written there: with a slash at the end. */
function documentedFolders(): string[] {
  const text = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
  return [...text.matchAll(/^\| `([^`]+\/)` \|/gm)].flatMap(([, folder]) => folder ?? []);
}

/** Every folder, at any depth, that holds a file git tracks. */
function trackedFolders(): string[] {
  const folders = new Set<string>();
  for (const file of trackedFiles()) {
    const parts = file.split('/').slice(0, -1);
    for (const index of parts.keys()) folders.add(`${parts.slice(0, index + 1).join('/')}/`);
  }
  return [...folders].sort();
}

/** Whether a folder is at the top level, or directly in a folder whose folders are all documented. */
function isDetailed(folder: string): boolean {
  return ['', ...DETAILED].some(
    (parent) => folder.startsWith(parent) && isOneName(folder.slice(parent.length)),
  );
}

const isOneName = (path: string): boolean => /^[^/]+\/$/.test(path);
