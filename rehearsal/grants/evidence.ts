import type { EventOf, RefusedCall, RehearsalEvent } from '../report/events';

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
 * - the log of the build that failed names it, and with the grant the action succeeds, or next fails for want of another; or
 * - a step missed an expectation in which nothing else was missing.
 * @param index of the event
 */
export function isShown(events: readonly RehearsalEvent[], index: number): boolean {
  const tried = events[index];
  if (tried?.type !== 'grant-tried') return false;
  const { message, missed = [], refusedAnyway } = tried;
  if (message === undefined) return missed.length > 0 && isAloneInStep(events, index);
  if (namesRefusal(message, tried)) return true;
  if (refusalsIn(message).length === 0 && WITHOUT_NAMES.test(message)) return refusedAnyway.length === 0;
  return buildLogNames(events, index, tried) && getsFurther(events, index, tried);
}

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

/** Whether the log of the failed build has the refusal, written while the grant was missing. */
function buildLogNames(events: readonly RehearsalEvent[], index: number, tried: Tried): boolean {
  const before = events.slice(0, index).findLastIndex(({ type }) => type === 'grant-tried');
  return events
    .slice(before + 1, index)
    .some(
      (event) => event.type === 'build-log' && event.build === tried.build && namesRefusal(event.text, tried),
    );
}

/** Whether the action succeeds once the grant is given back, or next fails for want of another. */
function getsFurther(events: readonly RehearsalEvent[], index: number, tried: Tried): boolean {
  const next = events.findIndex((event, at) => at > index && isNext(event, tried));
  const event = events[next];
  return event?.type === 'action-changed' || (event?.type === 'grant-tried' && isShown(events, next));
}

/** Whether an event tells how a failed action went on: it succeeded, failed again for a grant, or its execution ended. */
function isNext(event: RehearsalEvent, { pipeline, failed }: Tried): boolean {
  if (!('pipeline' in event) || event.pipeline !== pipeline) return false;
  if (event.type === 'action-changed')
    return event.status === 'Succeeded' && `${event.stage} / ${event.action}` === failed;
  return event.type === 'execution-finished' || (event.type === 'grant-tried' && event.failed === failed);
}
