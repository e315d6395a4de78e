import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { programsOnPath } from '../../kit/programs';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'programs-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function fileIn(name: string, mode: number): Promise<string> {
  const file = join(folder, name, 'tool');
  await mkdir(join(folder, name));
  await writeFile(file, '');
  await chmod(file, mode);
  return file;
}

test('finds programs in the order of PATH, and passes over what cannot be run or is not there', async () => {
  const [first, , last] = [await fileIn('a', 0o755), await fileIn('b', 0o644), await fileIn('c', 0o755)];
  const path = ['a', 'b', 'nowhere', 'c'].map((name) => join(folder, name)).join(delimiter);
  expect(programsOnPath('tool', path)).toEqual([first, last]);
  expect(programsOnPath('tool', `${delimiter}${path}`)).toEqual([first, last]);
  expect(programsOnPath('other', path)).toEqual([]);
});
