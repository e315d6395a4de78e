import type { EventOf, RehearsalEvent } from '../report/events';
import type { RefusedCall } from '../report/grant-events';

/** What a role was refused for want of one grant. */
interface Lack {
  /** Name of the role. */
  readonly role: string;
  readonly refused: readonly RefusedCall[];
}

/**
 * Whether a text has IAM's message about one of these calls: the same role, action and resource, and not only names that
 * begin like them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function namesRefusal(text: string, { role, refused }: Lack): boolean {
  return refusalsIn(text).some(
    (named) =>
      named.role === role &&
      refused.some(({ action, resource }) => named.action === action && named.resource === resource),
  );
}

/**
 * Whether the grant that was tried in one of these events is shown to be needed. The local endpoint says which calls it
 * refused for want of that grant alone (`refused`); what failed must be due to one of them:
 * - the failed action's message names it; or
 * - the message only says that a right was missing, and the role was refused nothing else; or
 * - the log of the build that failed names it, or only says so, and with the grant the build succeeds, or next fails for
 *   want of another; or
 * - a step missed an expectation in which nothing else was missing.
 * @param index of the event
 */
export function isShown(events: readonly RehearsalEvent[], index: number): boolean {
  const tried = events[index];
  if (tried?.type !== 'grant-tried') return false;
  const { message, missed = [], refusedAnyway } = tried;
  if (message === undefined) return missed.length > 0 && isAloneInStep(events, index);
  if (namesRefusal(message, tried)) return true;
  if (namesNoCall(message)) return refusedAnyway.length === 0;
  return buildLogTells(events, index, tried) && getsFurther(events, index, tried);
}

/** Whether a message says that a role lacks a right, and not which. */
export const namesNoCall = (message: string): boolean =>
  refusalsIn(message).length === 0 && WITHOUT_NAMES.test(message);

function refusalsIn(text: string): { role: string | undefined; action: string; resource: string }[] {
  return [...text.matchAll(REFUSAL)].map(([, role, action = '', resource = '']) => ({
    role,
    action,
    resource,
  }));
}

/** IAM's message: the session's role, action and resource, which S3 puts in quotes. */
const REFUSAL =
  /arn:[\w-]+:sts::\d+:assumed-role\/([^/\s]+)\/\S+ is not authorized to perform: ([\w-]+:\w+) on resource: "?([^\s"]+)/g;

/** How CodePipeline says that its role lacks a right where S3 does not tell which. */
const WITHOUT_NAMES = /provided role does not have (?:sufficient )?permissions/;

type Tried = EventOf<'grant-tried'>;

/** Whether nothing else was missing in the step of an event. */
function isAloneInStep(events: readonly RehearsalEvent[], index: number): boolean {
  const started = events.slice(0, index).findLastIndex(({ type }) => type === 'step-started');
  return events.slice(started + 1, index).every(({ type }) => type !== 'grant-tried');
}

/** Whether the log of the failed build tells of the refusal, written while the grant was missing. */
function buildLogTells(events: readonly RehearsalEvent[], index: number, tried: Tried): boolean {
  const before = events.slice(0, index).findLastIndex(({ type }) => type === 'grant-tried');
  const lines = events
    .slice(before + 1, index)
    .flatMap((event) => (event.type === 'build-log' && event.build === tried.build ? event.text : []));
  if (lines.some((line) => namesRefusal(line, tried))) return true;
  return tried.refusedAnyway.length === 0 && lines.some((line) => FORBIDDEN.test(line));
}

/** How the command line of AWS says it where S3 answers HEAD without a body. */
const FORBIDDEN = /\(403\) when calling the Head\w+ operation: Forbidden/;

/** Whether the build succeeds once the grant is given back, or next fails for want of another. */
function getsFurther(events: readonly RehearsalEvent[], index: number, tried: Tried): boolean {
  const endsAfter = (at: number) =>
    events.findIndex(
      (event, later) => later > at && event.type === 'build-finished' && event.build === tried.build,
    );
  const end = endsAfter(index);
  const ended = events[end];
  if (ended?.type !== 'build-finished' || ended.status === 'SUCCEEDED') return ended !== undefined;
  const until = endsAfter(end);
  const next = events.findIndex(
    (event, later) => later > end && (until < 0 || later < until) && isTriedIn(event, tried),
  );
  return next >= 0 && isShown(events, next);
}

const isTriedIn = (event: RehearsalEvent, { pipeline, failed }: Tried): boolean =>
  event.type === 'grant-tried' && event.pipeline === pipeline && event.failed === failed;
