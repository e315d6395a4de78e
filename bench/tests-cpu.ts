import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { markdownTable } from './measure/table';

/** Rows of the table of files. */
const MAX_FILES = 30;

/** A test file that ran. */
interface MeasuredFile {
  readonly file: string;
  /** CPU, of the worker and all it started: moto, cdk, builds. What a shared moto does for a file counts for it. */
  readonly seconds: number;
  /** Full names. */
  readonly tests: readonly string[];
}

/**
 * CPU seconds of the tests, the most expensive files first, as Markdown tables on stdout, Linux only:
 * `npx tsx bench/tests-cpu.ts [--baseline FOLDER] [JEST ARGUMENTS…]`
 *
 * One worker runs them, file by file. With the folder of another installed checkout its tests run too, and the sums of
 * those files on either side are compared that have a test which the other side has as well.
 */
function main(baseline: string | undefined, jestArguments: readonly string[]): void {
  const ours = measure(join(__dirname, '..'), jestArguments);
  console.log(filesTable(ours));
  if (!baseline) return;
  const theirs = measure(resolve(baseline), jestArguments);
  const [then, now] = [inBoth(theirs, ours), inBoth(ours, theirs)];
  console.log(
    `\n${markdownTable(
      ['files with tests that are on both sides', 'baseline', 'now'],
      [
        ['files', String(then.length), String(now.length)],
        ['CPU seconds', sum(then).toFixed(0), sum(now).toFixed(0)],
        ['ratio', '1', (sum(now) / sum(then)).toFixed(2)],
      ],
    )}\n\n${filesTable(theirs)}`,
  );
}

function measure(root: string, jestArguments: readonly string[]): MeasuredFile[] {
  const folder = mkdtempSync(join(tmpdir(), 'tests-cpu-'));
  const results = join(folder, 'files.jsonl');
  try {
    const { testEnvironment } = createRequire(join(root, 'package.json'))('./jest.config.cjs') as {
      testEnvironment?: string;
    };
    // A limit of memory has Jest start a worker, which ends, and its moto with it.
    const worker = ['--maxWorkers=1', '--workerIdleMemoryLimit=16GB', '--silent'];
    const environment = ['--testEnvironment', join(__dirname, 'tests/cpu-environment.cjs')];
    spawnSync(
      process.execPath,
      [join(root, 'node_modules/jest/bin/jest.js'), ...worker, ...environment, ...jestArguments],
      {
        cwd: root,
        stdio: ['ignore', 2, 2],
        env: {
          ...process.env,
          MEASURED_TO: results,
          ...(testEnvironment && { MEASURED_ENVIRONMENT: testEnvironment.replace('<rootDir>', root) }),
        },
      },
    );
    const lines = readFileSync(results, 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line) as MeasuredFile).sort((a, b) => b.seconds - a.seconds);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function filesTable(files: readonly MeasuredFile[]): string {
  const row = ({ file, seconds, tests }: MeasuredFile) => [file, seconds.toFixed(1), String(tests.length)];
  const rest = files.slice(MAX_FILES);
  return markdownTable(
    ['test file', 'CPU seconds', 'tests'],
    [
      ...files.slice(0, MAX_FILES).map(row),
      ...(rest.length > 0 ? [[`${rest.length} others`, sum(rest).toFixed(1), '']] : []),
      ['all', sum(files).toFixed(1), String(files.flatMap(({ tests }) => tests).length)],
    ],
  );
}

/** Files by their tests, because files are renamed and split. */
function inBoth(files: readonly MeasuredFile[], others: readonly MeasuredFile[]): MeasuredFile[] {
  const known = new Set(others.flatMap(({ tests }) => tests));
  return files.filter(({ tests }) => tests.some((test) => known.has(test)));
}

const sum = (files: readonly MeasuredFile[]): number =>
  files.reduce((total, { seconds }) => total + seconds, 0);

const { values, positionals } = parseArgs({
  options: { baseline: { type: 'string' } },
  allowPositionals: true,
});
main(values.baseline, positionals);
