import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS } from '../../lib/kinds';
import { KIND_STACKS } from '../../lib/kinds/stacks';

const ROOT = join(__dirname, '../..');
const REGISTRIES = ['lib/kinds/index.ts', 'lib/kinds/stacks.ts'];

/** The files of what is deployed and of the commands, without tests. */
const sources = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'lib', 'bin', 'handlers'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => {
    try {
      return [{ file, text: readFileSync(join(ROOT, file), 'utf8') }];
    } catch {
      return []; // deleted and not yet committed
    }
  });

test('both registries have the same kinds', () => {
  expect(KIND_STACKS.map(({ name }) => name)).toEqual(KINDS.map(({ name }) => name));
});

test.each(KINDS.map(({ name }) => name))('%s is named in its folder and the registries only', (name) => {
  const naming = sources.filter(({ text }) => isNamed(name, text)).map(({ file }) => file);
  expect(naming).toContain(`lib/kinds/${name}/config/index.ts`);
  expect(
    naming.filter((file) => !file.startsWith(`lib/kinds/${name}/`) && !REGISTRIES.includes(file)),
  ).toEqual([]);
});

/** A name of one word, such as lambda, is one of AWS's too: there it is the kind's where it is called a kind or a name. */
const isNamed = (name: string, text: string): boolean =>
  name.includes('-') ? text.includes(name) : new RegExp(`\\b(kind|name)\\W{1,8}${name}\\b`, 'i').test(text);
