import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type Choice, choose, ChoiceError, findCase } from './choose';
import { traceCase } from './report/broken';
import { listCalls } from './report/calls';
import { describeCosts } from './report/cost';
import { Progress } from './report/progress';
import { describeOutcome, table } from './report/table';
import { record } from './run/record';
import { playAll } from './workers/play-all';

const USAGE = `npm run prove -- [--kind KIND] [--scenario SCENARIO] [--family FAMILY] [--workers N] [--case ID] [--calls]
npm run prove -- --replay [--seed N] [--kind KIND] [--scenario SCENARIO] [--family FAMILY]

Breaks a release at every call, in every way, and checks what must hold. Exit code 1 where something is broken: then the
cases are named, and the shortest is printed call by call; 2 where a scenario could not be played. Scenarios are played in as
many processes as the machine has cores, or in N. --case prints one case; --calls the calls of each function,
without faults. --replay plays one case in a hundred again, with functions' processes, HTTP and moto; the seed, which it
prints, draws them.`;

const OPTIONS = {
  kind: { type: 'string' },
  scenario: { type: 'string' },
  family: { type: 'string' },
  case: { type: 'string' },
  workers: { type: 'string' },
  calls: { type: 'boolean' },
  replay: { type: 'boolean' },
  seed: { type: 'string' },
  help: { type: 'boolean' },
} as const;

interface Given {
  readonly family?: string;
  readonly workers?: string;
}

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
  await (values.replay ? replayDrawn(choice, values.seed) : playChosen(choice, values));
}

async function replayDrawn(choice: Choice, given: string | undefined): Promise<void> {
  const seed = Number(given ?? randomInt(1, 1_000_000));
  if (!Number.isSafeInteger(seed)) throw new ChoiceError(`--seed must be a whole number, got: ${given}`);
  const { runReplay } = await import('./replay/run.js'); // which loads the whole local endpoint
  if (!(await runReplay(choice, seed))) process.exitCode = 1;
}

async function playChosen({ scenarios }: Choice, { family, workers }: Given): Promise<void> {
  const begun = Date.now();
  const processes = Number(workers ?? availableParallelism());
  if (!Number.isSafeInteger(processes) || processes < 1)
    throw new ChoiceError(`--workers must be a whole number of at least 1, got: ${workers}`);
  const progress = new Progress();
  const tasks = scenarios.map(({ kind, name }) => ({ kind, scenario: name, family }));
  let done = 0;
  const { played, errors, costs } = await playAll(tasks, processes, {
    progress: (cases, at) =>
      progress.show(`${at}: ${cases} cases, ${done} of ${tasks.length} scenarios done`),
    done: (task, outcome) => {
      progress.clear();
      console.error(`${(done += 1)} of ${tasks.length}: ${describeOutcome(task, outcome)}`);
      if (!(outcome instanceof Error)) for (const line of outcome.broken) console.log(line);
    },
  });
  progress.clear();
  const results = played.flatMap((one) => one.results);
  console.log([table(results), '', ...describeCosts(costs, (Date.now() - begun) / 1000)].join('\n'));
  for (const error of errors) console.error(error);
  if (results.some(({ violations }) => violations > 0)) process.exitCode = 1;
  if (errors.length > 0) process.exitCode = 2;
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
