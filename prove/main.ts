import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type Choice, choose, ChoiceError, findCase } from './choose';
import { describeBroken, traceCase } from './report/broken';
import { listCalls } from './report/calls';
import { Meter } from './report/meter';
import { Progress } from './report/progress';
import { table, type FamilyResult } from './report/table';
import { playFamily } from './run/matrix';
import { record } from './run/record';

const USAGE = `npm run prove -- [--kind KIND] [--scenario SCENARIO] [--family FAMILY] [--case ID] [--calls]
npm run prove -- --replay [--seed N] [--kind KIND] [--scenario SCENARIO] [--family FAMILY]

Breaks a release at every call, in every way, and checks what must hold. Exit code 1 where something is broken: then the
cases are named, and the shortest is printed call by call. --case prints one case; --calls the calls of each function,
without faults. --replay plays one case in a hundred again, with functions' processes, HTTP and moto; the seed, which it
prints, draws them.`;

const OPTIONS = {
  kind: { type: 'string' },
  scenario: { type: 'string' },
  family: { type: 'string' },
  case: { type: 'string' },
  calls: { type: 'boolean' },
  replay: { type: 'boolean' },
  seed: { type: 'string' },
  help: { type: 'boolean' },
} as const;

main().catch((error: unknown) => {
  const isExpected =
    error instanceof ChoiceError || `${(error as { code?: string }).code}`.startsWith('ERR_PARSE_ARGS');
  console.error(isExpected ? (error as Error).message : error);
  process.exitCode = 2;
});

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) return void console.log(USAGE);
  const choice = choose(values);
  if (values.case !== undefined) return printCase(choice, values.case);
  if (values.calls) return printCalls(choice);
  await (values.replay ? replayDrawn(choice, values.seed) : playAll(choice));
}

async function replayDrawn(choice: Choice, given: string | undefined): Promise<void> {
  const seed = Number(given ?? randomInt(1, 1_000_000));
  if (!Number.isSafeInteger(seed)) throw new ChoiceError(`--seed must be a whole number, got: ${given}`);
  const { runReplay } = await import('./replay/run.js'); // which loads the whole local endpoint
  if (!(await runReplay(choice, seed))) process.exitCode = 1;
}

async function playAll({ scenarios, families }: Choice): Promise<void> {
  const [meter, progress] = [new Meter(), new Progress()];
  const results: FamilyResult[] = [];
  for (const scenario of scenarios) {
    const release = await record(scenario);
    const explored = new Map<string, readonly string[]>();
    for (const family of families) {
      const { result, broken } = await playFamily(release, family, explored, ({ isKnown }) => {
        meter.count(!isKnown);
        progress.show(
          `${scenario.name}, ${family.name}: ${meter.cases} cases, ${meter.seconds.toFixed(0)} s`,
        );
      });
      if (result.cases > 0) results.push(result);
      if (broken.length === 0) continue;
      progress.clear();
      for (const line of await describeBroken(release, broken)) console.log(line);
    }
  }
  progress.clear();
  console.log([table(results), '', ...meter.summary()].join('\n'));
  if (results.some(({ violations }) => violations > 0)) process.exitCode = 1;
}

/** Plays one case, and prints everything that happens in it. */
async function printCase({ scenarios: [scenario], families }: Choice, id: string): Promise<void> {
  if (!scenario) return;
  const release = await record(scenario);
  const trace = await traceCase(release, await findCase(release, families, id));
  const violations = trace.filter((line) => line.startsWith('BROKEN')).length;
  for (const line of trace) console.log(line);
  console.log(`${id}: ${violations} violations`);
  if (violations > 0) process.exitCode = 1;
}

async function printCalls({ scenarios }: Choice): Promise<void> {
  for (const scenario of scenarios)
    console.log(`${scenario.kind}, ${scenario.name}\n\n${listCalls([await record(scenario)])}\n`);
}
