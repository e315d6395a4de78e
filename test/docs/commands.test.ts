import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pages, ROOT, trackedFiles } from './repository';

const program = trackedFiles()
  .filter((file) => file.startsWith('bin/') && file.endsWith('.ts'))
  .map((file) => readFileSync(join(ROOT, file), 'utf8'))
  .join('\n');
const commands = [...program.matchAll(/\.command\(\s*'([a-z-]+)/g)].map(([, name]) => name);
const options = ['--help', ...[...program.matchAll(/'(--[a-z-]+)/g)].flatMap(([, name]) => name ?? [])];

/** What follows the program's name in a line of a document: a command, its arguments and options. */
const uses = pages().flatMap(({ path, text }) =>
  [...text.matchAll(/(?:npx pipeline-factory|npm run (?=rehearse -- ))([^`\n#|]*)/g)].map(
    ([use, rest = '']) => ({
      use: `${path}: ${use.trim()}`,
      words: rest.trim().split(/\s+/),
    }),
  ),
);

test('documents use commands that the program has', () => {
  expect(uses.filter(({ words: [command] }) => !commands.includes(command)).map(({ use }) => use)).toEqual(
    [],
  );
});

test('documents use options that the program has', () => {
  const unknown = uses.filter(({ words }) =>
    words.some((word) => /^--\w/.test(word) && !options.includes(word.replace(/=.*/, ''))),
  );
  expect(unknown.map(({ use }) => use)).toEqual([]);
});
