import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleCache } from '../../lib/foundation/bundle-cache';

let root: string;
let made: string[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bundle-cache-'));
  made = [];
  for (const folder of ['handlers/a', 'node_modules']) mkdirSync(join(root, folder), { recursive: true });
  write('handlers/a/handler.ts', 'one');
  write('bundler.ts', 'one');
  write('node_modules/.package-lock.json', '{"packages":{}}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (file: string, text: string) => writeFileSync(join(root, file), text);

/** A synthesis of its own. @returns what it uses as the bundle */
function synthesize(name = 'a'): string {
  const cache = bundleCache({
    kind: 'handlers',
    sources: [join(root, 'handlers'), join(root, 'bundler.ts')],
    packages: join(root, 'node_modules'),
  });
  const code = cache(name, () => {
    made.push(name);
    return Buffer.from(`bundle ${made.length} of ${name}`);
  });
  return Buffer.from(code).toString();
}

test('a bundle is made once, and found by later syntheses', () => {
  expect([synthesize(), synthesize(), synthesize('b'), synthesize()]).toEqual([
    'bundle 1 of a',
    'bundle 1 of a',
    'bundle 2 of b',
    'bundle 1 of a',
  ]);
});

test.each([
  ['a source', 'handlers/a/handler.ts'],
  ['a source that is new', 'handlers/a/other.ts'],
  ['the bundler', 'bundler.ts'],
  ['an installed package', 'node_modules/.package-lock.json'],
])('it is made again once %s differs, and those of before are gone', (_, file) => {
  synthesize();
  write(file, '{"packages":{"node_modules/b":{}}}');
  expect(synthesize()).toBe('bundle 2 of a');
  expect(readdirSync(join(root, 'node_modules/.cache/pipeline-factory/handlers'))).toHaveLength(1);
});

test('it is made each time where npm has noted nothing, as in a folder that a tool of another kind installed', () => {
  rmSync(join(root, 'node_modules/.package-lock.json'));
  synthesize();
  expect(synthesize()).toBe('bundle 2 of a');
});

test('it is made each time where the folder cannot be made', () => {
  write('node_modules/.cache', 'a file');
  synthesize();
  expect(synthesize()).toBe('bundle 2 of a');
});

test('half a bundle is never read: what a synthesis was killed at has another name', () => {
  synthesize();
  const [folder = ''] = readdirSync(join(root, 'node_modules/.cache/pipeline-factory/handlers'));
  rmSync(join(root, 'node_modules/.cache/pipeline-factory/handlers', folder, 'a.mjs'));
  write(`node_modules/.cache/pipeline-factory/handlers/${folder}/a.mjs.123`, 'bun');
  expect(synthesize()).toBe('bundle 2 of a');
});
