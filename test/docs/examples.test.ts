import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, trackedFiles } from './repository';

interface Package {
  readonly version?: string;
  readonly integrity?: string;
}

const LOCK = 'package-lock.json';

/** By path, without the root of the lock. */
const packagesOf = (folder: string): [string, Package][] => {
  const lock = JSON.parse(readFileSync(join(ROOT, folder, LOCK), 'utf8')) as {
    readonly packages: Readonly<Record<string, Package>>;
  };
  return Object.entries(lock.packages).filter(([path]) => path !== '');
};

const examples = trackedFiles().flatMap(
  (file) => /^(examples\/.*)\/package-lock\.json$/.exec(file)?.[1] ?? [],
);

test('there are examples that install packages', () => {
  expect(examples).not.toEqual([]);
});

test.each(examples)('%s installs what npm has with the repository, and no other version of it', (example) => {
  const installed = new Set(packagesOf('.').map(([, { integrity }]) => integrity));
  const others = packagesOf(example).filter(([, { integrity }]) => !installed.has(integrity));
  expect(others.map(([path, { version }]) => `${path} ${version}`)).toEqual([]);
});
