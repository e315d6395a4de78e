import type { Cost } from './meter';

/**
 * What a run has cost, as lines of text: all processes together, and then each, because what it keeps in memory and how long a
 * state takes is its own.
 * @param seconds from its beginning to its end
 */
export function describeCosts(costs: readonly Cost[], seconds: number): string[] {
  const sum = (of: (cost: Cost) => number) => costs.reduce((total, cost) => total + of(cost), 0);
  const [cases, states, cpu] = [sum((one) => one.cases), sum((one) => one.states), sum((one) => one.seconds)];
  const processes = `${costs.length} ${costs.length === 1 ? 'process' : 'processes'}`;
  const each = cases > 0 ? `: ${milliseconds((cpu / cases) * 1e6)} a case` : '';
  return [
    `${cases} cases, of which ${states} had a state of their own, in ${cpu.toFixed(1)} CPU seconds${each}`,
    `${processes}, ${seconds.toFixed(0)} seconds from beginning to end`,
    ...costs.flatMap(describeProcess),
  ];
}

function describeProcess({ cases, curve, memory }: Cost, at: number): string[] {
  const [first = 0, last = 0] = memory ?? [];
  const [begin = 0, middle = 0, end = 0] = curve ?? [];
  const parts = [
    ...(curve
      ? [
          `CPU time a state: first 10 % ${milliseconds(begin)}, middle 10 % ${milliseconds(middle)}, last 10 % ${milliseconds(end)}`,
        ]
      : []),
    ...(memory
      ? [
          `memory after its first 100 cases ${megabytes(first)}, at the end ${megabytes(last)}: ${(last / first).toFixed(2)} of it`,
        ]
      : []),
  ];
  return parts.length > 0 ? [`process ${at + 1}, ${cases} cases: ${parts.join('; ')}`] : [];
}

const milliseconds = (microseconds: number): string => `${(microseconds / 1000).toFixed(1)} ms`;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
