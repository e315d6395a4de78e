import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workingCopy } from './working-copy';

/** Milliseconds that end a hang of the repository's checks and of a test run; they do not judge their speed. */
const TIMEOUT = 1_800_000;

const TESTS = [
  'test/kinds/file-drop/pipeline-stack.test.ts',
  'local-endpoint/test/athena/service.test.ts',
  'local-endpoint/test/codepipeline/list-webhooks.test.ts',
  'test/handlers/warm-cache/handler.test.ts',
];

const copy = workingCopy();
afterAll(() => copy.remove());

/** Runs a command of the copy, and fails with its output where it fails. */
function run(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = attempt(command, ...args);
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} must exit with 0, got: ${status}\n${stdout}${stderr}`);
  return stdout;
}

const attempt = (command: string, ...args: readonly string[]) =>
  spawnSync(command, args, { cwd: copy.root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

/** The TypeScript files that `npm run new` listed. */
const written: string[] = [];

function runNew(...args: readonly string[]): string {
  const report = run('npm', 'run', '--silent', 'new', '--', ...args);
  written.push(...[...report.matchAll(/^ {2}(\S+\.ts)$/gm)].map(([, file = '']) => file));
  return report;
}

test(
  'one of each is written, and what was written is listed with what is left to do',
  () => {
    expect(runNew('kind', 'file-drop')).toMatch(/Written:\n {2}lib\/kinds\/file-drop[^]+Next:\n[^]+scenario/);
    expect(runNew('service', 'athena')).toContain('local-endpoint/services/athena/service.ts');
    expect(runNew('operation', 'codepipeline', 'ListWebhooks')).toContain('list-webhooks.ts');
    expect(runNew('action-function', 'warm-cache')).toContain('handlers/contract/warm-cache.ts');
    expect(TESTS.filter((file) => !existsSync(join(copy.root, file)))).toEqual([]);
  },
  TIMEOUT,
);

// Everything of `npm run check`. What was written cannot change what ESLint reports of other files, and those take a minute.
// What the last check of the repository found out about types is kept in the copy: of those that cannot have changed the
// compiler does not check again.
test(
  'what was written passes check:types, and the rules of check:lint',
  () => {
    expect(written).toEqual(expect.arrayContaining(TESTS));
    run('npm', 'run', '--silent', 'check:typescript', '--', ...new Set(written));
  },
  TIMEOUT,
);

test.each(['check:format', 'check:imports', 'check:unused'])(
  'what was written passes %s',
  (script) => {
    run('npm', 'run', '--silent', script);
  },
  TIMEOUT,
);

test(
  'what was written passes its own tests, and that of the registry and the table of services',
  () => {
    const layout = 'local-endpoint/test/services/layout.test.ts';
    run(process.execPath, require.resolve('jest/bin/jest'), '--runInBand', ...TESTS, layout);
  },
  TIMEOUT,
);

test('the folder of an action function is in the table of ARCHITECTURE.md', () => {
  expect(readFileSync(join(copy.root, 'ARCHITECTURE.md'), 'utf8')).toContain('\n| `handlers/warm-cache/` |');
});

test(
  'a second one of the same name is refused, and changes nothing',
  () => {
    const { status, stderr } = attempt('npm', 'run', '--silent', 'new', '--', 'kind', 'file-drop');
    expect(status).toBe(1);
    expect(stderr).toContain('error: a kind must not exist yet, got: lib/kinds/file-drop');
  },
  TIMEOUT,
);

test(
  'a failure half way leaves every file as it was',
  () => {
    const [registry, schema] = ['lib/kinds/index.ts', 'pipelines.schema.json'].map((file) =>
      join(copy.root, file),
    );
    const before = [registry, schema].map((file) => readFileSync(file as string, 'utf8'));
    const script = join(copy.root, 'lib/write-json-schema.ts');
    const text = readFileSync(script, 'utf8');
    writeFileSync(script, `${text}\nthrow new Error('the disk is full');\n`);
    const { status, stderr } = attempt('npm', 'run', '--silent', 'new', '--', 'kind', 'half-way');
    writeFileSync(script, text);
    expect(status).toBe(1);
    expect(stderr).toContain('the disk is full');
    expect([registry, schema].map((file) => readFileSync(file as string, 'utf8'))).toEqual(before);
    expect(
      ['lib/kinds/half-way', 'test/kinds/half-way'].filter((path) => existsSync(join(copy.root, path))),
    ).toEqual([]);
  },
  TIMEOUT,
);
