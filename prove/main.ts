import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { FAMILIES } from './families';
import type { Case, Family } from './families/family';
import { KINDS } from './kinds';
import { listCalls } from './report/calls';
import { table, type FamilyResult } from './report/table';
import { traceOf, tracer } from './report/trace';
import { type BrokenCase, playFamily } from './run/matrix';
import { record, type RecordedRelease } from './run/record';
import { runCase } from './run/run-case';

const USAGE = `npm run prove -- [--kind KIND] [--family FAMILY] [--case ID] [--calls]
npm run prove -- --replay [--seed N] [--kind KIND] [--family FAMILY]

Breaks a release at every call, in every way, and checks what must hold. Exit code 1 where something is broken.
--case prints one case, call by call; --calls the calls of each function, without faults.
--replay plays one case in a hundred again, with functions' processes, HTTP and moto; the seed, which it prints, draws them.`;

/** Broken cases that are named, of each family. */
const MAX_NAMED = 20;

void main();

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kind: { type: 'string' },
      family: { type: 'string' },
      case: { type: 'string' },
      calls: { type: 'boolean' },
      replay: { type: 'boolean' },
      seed: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return void console.log(USAGE);
  const [kindOfCase, familyOfCase] = values.case?.split('/') ?? [];
  const kinds = chosen('kind', KINDS, values.kind ?? kindOfCase);
  const families = chosen('family', FAMILIES, values.family ?? familyOfCase);
  if (values.replay) {
    const { runReplay } = await import('./replay/run.js'); // which loads the whole local endpoint
    const seed = Number(values.seed ?? randomInt(1, 1_000_000));
    if (!(await runReplay(kinds, families, seed))) process.exitCode = 1;
    return;
  }
  const results: FamilyResult[] = [];
  for (const scenario of kinds.flatMap((kind) => kind.scenarios)) {
    if (values.case !== undefined && values.case.split('/')[2] !== scenario.name) continue;
    const release = await record(scenario);
    if (values.case !== undefined) return runOne(release, families, values.case);
    if (values.calls) {
      console.log(`${scenario.kind}, ${scenario.name}\n\n${listCalls([release])}\n`);
      continue;
    }
    const explored = new Map<string, readonly string[]>();
    for (const family of families) {
      const { result, broken } = await playFamily(release, family, explored);
      if (result.cases > 0) results.push(result);
      for (const one of broken.slice(0, MAX_NAMED)) name(one);
    }
  }
  if (values.case !== undefined) throw noCase(values.case);
  if (values.calls) return;
  console.log(table(results));
  if (results.some(({ violations }) => violations > 0)) process.exitCode = 1;
}

/** @throws Error where none has the name */
function chosen<T extends { readonly name: string }>(
  what: string,
  all: readonly T[],
  name: string | undefined,
): readonly T[] {
  if (name === undefined) return all;
  const found = all.filter((one) => one.name === name);
  if (found.length === 0)
    throw new Error(`--${what} must be one of ${all.map((one) => one.name).join(', ')}, got: ${name}`);
  return found;
}

/** Plays one case, and prints everything that happens in it. */
async function runOne(release: RecordedRelease, families: readonly Family[], id: string): Promise<void> {
  const found = await find(release, families, id);
  for (const line of traceOf(found.past)) console.log(line);
  console.log('      here the fault begins');
  const { violations } = await runCase(
    release,
    found,
    new Map(),
    tracer((line) => console.log(line)),
  );
  for (const violation of violations) console.log(`BROKEN: ${violation}`);
  console.log(`${id}: ${violations.length} violations`);
  if (violations.length > 0) process.exitCode = 1;
}

async function find(release: RecordedRelease, families: readonly Family[], id: string): Promise<Case> {
  for (const family of families) for await (const one of family.cases(release)) if (one.id === id) return one;
  throw noCase(id);
}

const noCase = (id: string): Error =>
  new Error(`--case must be the id of a case, as npm run prove prints it, got: ${id}`);

function name({ case: { id }, verdict: { violations } }: BrokenCase): void {
  console.log(id);
  for (const violation of violations) console.log(`  ${violation}`);
}
