/** An event of `rehearse --json`. */
interface RehearsalEvent extends Record<string, unknown> {
  readonly type: string;
}

/** What belongs to builds, to the set-up or to the machine, and to no release. */
const LEFT_OUT = ['build-log', 'log', 'command-started', 'command-finished', 'stack-deployed'];

/** Ids that are drawn or depend on them, and times of day. */
const DRAWN: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME'],
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID'],
  [/sha256:[0-9a-f]+/g, 'DIGEST'],
  [/\b(ami|i|lt|sg|snap|subnet|vol|vpc)-[0-9a-f]{8,17}\b/g, '$1-ID'],
  [/\bd-[A-Z0-9]{9}\b/g, 'DEPLOYMENT'],
  [/ecs-svc\/\d+/g, 'ecs-svc/ID'],
  [/\b([0-9a-f]{40}|[0-9a-f]{7,8})\b/g, 'ID'],
];

/**
 * What happened in the releases of a rehearsal, a line an event, without drawn ids.
 * @param output of `rehearse --json`
 * @throws Error where the rehearsal has no end, or missed an expectation
 */
export function playedEvents(output: string): { readonly events: string[]; readonly summary: string } {
  const all = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as RehearsalEvent);
  const { type, met, expectations, seconds } = all.at(-1) ?? { type: 'nothing' };
  if (type !== 'rehearsal-finished' || met !== expectations)
    throw new Error(`a rehearsal must meet all its expectations, got:\n${output.slice(-2_000)}`);
  const begun = all.findIndex((event) => event.type === 'rehearsal-planned');
  return {
    events: all
      .slice(begun)
      .filter((event) => !LEFT_OUT.includes(event.type))
      .map(withoutDrawn),
    summary: `${String(met)} of ${String(expectations)} expectations met in ${String(seconds)} s`,
  };
}

/** Seconds are real ones. */
const leaveOut = (key: string, value: unknown): unknown =>
  key === 'seconds' || key === 'executionId' ? undefined : value;

function withoutDrawn(event: RehearsalEvent): string {
  const text = JSON.stringify(event, leaveOut);
  return DRAWN.reduce((result, [pattern, name]) => result.replace(pattern, name), text);
}
