import type { Attempt } from '../run/call';
import type { RecordedInvocation, RecordedRelease } from '../run/record';
import type { Observer } from '../run/scene';
import type { Invocation } from '../world/invocation';

/** Characters of a call's input. */
const MAX_INPUT = 200;

/** Writes what happens, call by call. */
export const tracer = (write: (line: string) => void): Observer => ({
  begin: (invocation) => write(beginOf(invocation)),
  call: (attempt, error) => write(callOf(attempt, error)),
  log: (text) => write(`      # ${text}`),
  end: (_, end) => write(`      ${end}`),
  note: (text) => write(text),
});

/** What was before a case: the calls of the release up to the invocation that meets the fault. */
export function traceBefore({ invocations }: RecordedRelease, at: RecordedInvocation): string[] {
  return invocations
    .slice(0, invocations.indexOf(at))
    .flatMap(({ invocation, before, calls }) => [
      new Date(before.now).toISOString(),
      beginOf(invocation),
      ...calls.map(({ attempt }) => callOf(attempt)),
    ]);
}

const beginOf = ({ action, attempt, isDead }: Invocation): string =>
  `  ${action}${attempt > 1 ? `, attempt ${attempt}` : ''}${isDead ? ', dies' : ''}`;

const callOf = ({ call, attempt, service, operation, input }: Attempt, error?: Error): string =>
  [
    `    ${call}${attempt > 1 ? ` (attempt ${attempt})` : ''} ${service}.${operation} ${JSON.stringify(input).slice(0, MAX_INPUT)}`,
    ...(error ? [`      ${error.name}: ${error.message}`] : []),
  ].join('\n');
