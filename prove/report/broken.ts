import type { RecordedRelease } from '../run/record';
import type { BrokenCase } from '../run/matrix';
import { runCase } from '../run/run-case';
import { traceOf, tracer } from './trace';
import type { Case } from '../families/family';

/** Broken cases that are named of those that broke the same. */
const MAX_NAMED = 5;

/** Broken cases that are played again to find the shortest of them. */
const MAX_REPLAYED = 25;

/** What broke, once for each set of violations: the cases, and the shortest one call by call. */
export async function describeBroken(
  release: RecordedRelease,
  broken: readonly BrokenCase[],
): Promise<string[]> {
  const lines: string[] = [];
  for (const [violations, cases] of groupByViolations(broken)) {
    const { id, trace } = await shortest(release, cases);
    const more = cases.length - MAX_NAMED;
    lines.push(
      ...cases.slice(0, MAX_NAMED).map((one) => one.id),
      ...(more > 0 ? [`and ${more} more, which break the same`] : []),
      ...violations.split('\n').map((violation) => `  BROKEN: ${violation}`),
      `  the shortest of them, ${id}:`,
      ...trace.map((line) => `  | ${line}`),
    );
  }
  return lines;
}

function groupByViolations(broken: readonly BrokenCase[]): Map<string, Case[]> {
  const groups = new Map<string, Case[]>();
  for (const { case: one, verdict } of broken) {
    const text = verdict.violations.map(withoutIds).join('\n');
    groups.set(text, [...(groups.get(text) ?? []), one]);
  }
  return groups;
}

/** Ids of jobs and instances differ from case to case. */
const withoutIds = (text: string): string => text.replace(/\b(job|i|action)-\d+/g, '$1-…');

async function shortest(release: RecordedRelease, cases: readonly Case[]) {
  const traces: { readonly id: string; readonly trace: readonly string[] }[] = [];
  for (const one of cases.slice(0, MAX_REPLAYED))
    traces.push({ id: one.id, trace: await traceCase(release, one) });
  const [first] = traces.toSorted((one, other) => one.trace.length - other.trace.length);
  return first ?? { id: '', trace: [] };
}

/** Plays a case again. @returns everything that happens in it, from the beginning of its execution on */
export async function traceCase(release: RecordedRelease, one: Case): Promise<string[]> {
  const lines = [...traceOf(one.past), '      here the fault begins'];
  const write = tracer((line) => lines.push(line));
  const { violations } = await runCase(release, one, new Map(), write);
  return [...lines, ...violations.map((violation) => `BROKEN: ${violation}`)];
}
