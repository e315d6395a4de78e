import type { RecordedRelease } from '../run/record';

/** The calls of each function in a release without faults, a line an invocation; invocations alike are counted. */
export function listCalls({ invocations }: RecordedRelease): string {
  const lines = new Map<string, number>();
  for (const { invocation, calls } of invocations) {
    const names = calls.map(({ attempt: { service, operation } }) => `${service}.${operation}`);
    const line = `${invocation.action}: ${names.join(', ')}`;
    lines.set(line, (lines.get(line) ?? 0) + 1);
  }
  return [...lines].map(([line, count]) => (count > 1 ? `${line} (${count} times)` : line)).join('\n');
}
