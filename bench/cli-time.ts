import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Measures what commands cost a person who has the package installed: CPU seconds of the process tree, the median of
 * several runs, as a Markdown table on stdout. With a baseline, an installed checkout of another commit, each run of a
 * command is followed by one there, as a person in that repository runs it.
 *
 * `npm run bench:cli -- [--baseline FOLDER] [--rounds 5]`
 */
const { values } = parseArgs({
  options: { baseline: { type: 'string' }, rounds: { type: 'string', default: '5' } },
});

interface Command {
  readonly title: string;
  readonly line: string;
  /** What is removed before each run: what the command remembers of the run before. @default - nothing */
  readonly forget?: string;
}

const COMMANDS: readonly Command[] = [
  { title: 'pipeline-factory --help', line: 'pipeline-factory --help' },
  { title: 'pipeline-factory validate', line: 'pipeline-factory validate' },
  { title: 'npx cdk synth, again', line: 'npx cdk synth --quiet' },
  {
    title: 'npx cdk synth, the first',
    line: 'npx cdk synth --quiet',
    forget: 'node_modules/.cache/pipeline-factory/clean-templates',
  },
];

/** Where a command is measured. */
interface Side {
  readonly folder: string;
  /** What starts the command line there, without npx, which takes more CPU than the command. */
  readonly program: string;
}

measure(resolve(__dirname, '..'), values.baseline, Number(values.rounds));

function measure(repository: string, baseline: string | undefined, rounds: number): void {
  const parent = mkdtempSync(join(tmpdir(), 'bench-cli-'));
  try {
    const sides = [
      installed(repository, parent),
      ...(baseline === undefined ? [] : [copied(resolve(baseline), parent)]),
    ];
    const heading = ['command', 'CPU seconds', ...(baseline === undefined ? [] : ['baseline', 'ratio'])];
    console.log(`| ${heading.join(' | ')} |\n|${'---|'.repeat(heading.length)}`);
    for (const command of COMMANDS) {
      for (const side of sides) cpuSeconds(side, command); // fills caches, such as that of bundled handlers
      const runs = sides.map((): number[] => []);
      for (let round = 0; round < rounds; round++)
        for (const [index, side] of sides.entries()) runs[index]?.push(cpuSeconds(side, command));
      const [own = 0, other] = runs.map(median);
      const figures = [own, ...(other === undefined ? [] : [other, own / other])].map((figure) =>
        figure.toFixed(2),
      );
      console.log(`| ${command.title} | ${figures.join(' | ')} |`);
    }
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/** A folder with the package and the example config. */
function installed(repository: string, parent: string): Side {
  const folder = join(parent, 'installed');
  mkdirSync(folder);
  execFileSync('npm', ['pack', '--silent', '--pack-destination', parent], { cwd: repository });
  const install = [
    'install',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--silent',
    '../pipeline-factory-0.1.0.tgz',
  ];
  execFileSync('npm', install, { cwd: folder });
  cpSync(join(folder, 'node_modules/pipeline-factory/dist/cdk.json'), join(folder, 'cdk.json'));
  for (const name of ['pipelines.yaml', 'examples'])
    cpSync(join(repository, name), join(folder, name), { recursive: true });
  return { folder, program: 'node_modules/.bin/pipeline-factory' };
}

/** A checkout that synthesis may write to, with hard links to the baseline's installed packages: it caches beside them. */
function copied(baseline: string, parent: string): Side {
  const folder = join(parent, 'baseline');
  cpSync(baseline, folder, {
    recursive: true,
    filter: (path) => !/\/(node_modules|\.git|cdk\.out)$/.test(path),
  });
  execFileSync('cp', ['-al', join(baseline, 'node_modules'), folder]);
  return { folder, program: 'node_modules/.bin/tsx bin/pipeline-factory.ts' };
}

/** CPU seconds of a command and all that it starts, as bash counts them. */
function cpuSeconds({ folder, program }: Side, { line, forget }: Command): number {
  if (forget !== undefined) rmSync(join(folder, forget), { recursive: true, force: true });
  const script = `${line.replace(/^pipeline-factory/, program)} >/dev/null 2>&1 || exit 1; times`;
  const { status, stdout } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${line} must succeed in ${folder}, exit code: ${status}`);
  const [, children = ''] = stdout.trim().split('\n');
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
}

function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [upper = 0, lower = upper] = [sorted[middle], sorted[middle - 1]];
  return sorted.length % 2 === 1 ? upper : (lower + upper) / 2;
}
