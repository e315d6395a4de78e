import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { WAYS, type Way } from './measure/apps';
import { BASELINE_OPTION, inTurn, sidesOf, type Side } from './measure/baseline';
import { commandCost } from './measure/command-cost';
import { comparisonTable } from './measure/comparison';
import { type Probe, startProbe } from './measure/probe';
import type { SynthAnswer, SynthQuestion } from './measure/synth-probe';

/**
 * How long a synthesis takes, as Markdown tables on stdout:
 * `npx tsx bench/synth-time.ts [--pipelines 200] [--rounds 7] [--baseline FOLDER]`
 *
 * The first table is of syntheses in one process, ours beside plain L2 code or, with `--baseline`, beside the other
 * commit's. Every round synthesizes with one pipeline and with many, who begins alternating; a first round warms up and is
 * not counted. A pipeline's time is (many − one) / (pipelines − 1), the median of the rounds. The second is of
 * `npx cdk synth` as a command, with one `pipelines.yaml` for all: the baseline's. The processor's time is what counts
 * on a machine that has other work.
 */
async function main(pipelines: number, rounds: number, baseline?: string): Promise<void> {
  const sides = sidesOf(baseline);
  console.log(`${await synthTable(sides, pipelines, rounds)}\n\n${await commandTable(sides, rounds)}`);
}

/** One of the table's columns. */
interface Contestant {
  readonly label: string;
  readonly way: Way;
  readonly probe: Probe<SynthQuestion, SynthAnswer>;
}

async function synthTable(sides: readonly Side[], pipelines: number, rounds: number): Promise<string> {
  const contestants: Contestant[] = sides.flatMap((side) => {
    const probe = startProbe<SynthQuestion, SynthAnswer>(side, join(__dirname, 'measure/synth-probe.ts'));
    if (sides.length > 1) return [{ label: side.name, way: 'factory', probe }];
    return WAYS.map((way) => ({ label: way === 'plain' ? 'plain L2' : way, way, probe }));
  });
  const measure = async ({ way, probe }: Contestant) => ({
    one: await probe.ask({ way, pipelines: 1 }),
    many: await probe.ask({ way, pipelines }),
  });
  try {
    await inTurn(contestants, 1, measure);
    const measured = await inTurn(contestants, rounds, measure);
    return comparisonTable(
      `median of ${rounds} rounds`,
      contestants.map(({ label }) => label),
      measured,
      [
        { label: 'synth of 1 pipeline, ms', of: ({ one }) => one.elapsed },
        { label: `synth of ${pipelines} pipelines, ms`, of: ({ many }) => many.elapsed },
        { label: '… of the processor', of: ({ many }) => many.cpu },
        {
          label: 'a pipeline more, ms',
          of: ({ one, many }) => (many.elapsed - one.elapsed) / (pipelines - 1),
          digits: 2,
        },
      ],
    );
  } finally {
    for (const { probe } of contestants) probe.end();
  }
}

async function commandTable(sides: readonly Side[], rounds: number): Promise<string> {
  const config = join(sides.at(-1)?.folder ?? '', 'pipelines.yaml');
  const out = mkdtempSync(join(tmpdir(), 'synth-time-'));
  const command = ['npx', 'cdk', 'synth', '--quiet', '--output', out];
  const env = { PIPELINE_FACTORY_CONFIG: config, PIPELINE_FACTORY_SPEC: config };
  const measure = ({ folder }: Side) => commandCost(command, { cwd: folder, env });
  try {
    await inTurn(sides, 1, measure);
    const measured = await inTurn(sides, rounds, measure);
    return comparisonTable(
      `npx cdk synth, median of ${rounds}`,
      sides.map(({ name }) => name),
      measured,
      [
        { label: 'seconds of the processor', of: ({ cpu }) => cpu, digits: 2 },
        { label: 'seconds', of: ({ elapsed }) => elapsed, digits: 2 },
      ],
    );
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

const { values } = parseArgs({
  options: { pipelines: { type: 'string' }, rounds: { type: 'string' }, ...BASELINE_OPTION },
});
const [pipelines, rounds] = [Number(values.pipelines ?? 200), Number(values.rounds ?? 7)];
if (!(Number.isInteger(pipelines) && pipelines > 1))
  throw new Error(`--pipelines must be over 1, got: ${values.pipelines}`);
if (!(Number.isInteger(rounds) && rounds > 0))
  throw new Error(`--rounds must be over 0, got: ${values.rounds}`);
main(pipelines, rounds, values.baseline).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
