import type { Attempt } from '../run/call';
import type { RecordedInvocation } from '../run/record';
import type { Observer } from '../run/case-run';
import type { Invocation } from '../simulated-account/invocation';

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

/** What was before a case, call by call. */
export const traceOf = (past: readonly RecordedInvocation[]): string[] =>
  past.flatMap(({ invocation, before, calls }) => [
    new Date(before.now).toISOString(),
    beginOf(invocation),
    ...calls.map(({ attempt }) => callOf(attempt)),
  ]);

const beginOf = ({ action, attempt, isDead }: Invocation): string =>
  `  ${action}${attempt > 1 ? `, attempt ${attempt}` : ''}${isDead ? ', dies' : ''}`;

const textOf = (input: object): string =>
  JSON.stringify(input, (_, value: unknown) =>
    value instanceof Uint8Array ? `${value.length} bytes` : value,
  );

const callOf = ({ call, attempt, service, operation, input }: Attempt, error?: Error): string =>
  [
    `    ${call}${attempt > 1 ? ` (attempt ${attempt})` : ''} ${service}.${operation} ${textOf(input).slice(0, MAX_INPUT)}`,
    ...(error ? [`      ${error.name}: ${error.message}`] : []),
  ].join('\n');
