import { readFileSync } from 'node:fs';
import type { Grant } from '@pipeline-factory/local-endpoint';
import type { EventOf, RehearsalEvent } from '../report/events';

/** A grant that was missing once, and what failed for want of it. */
export type TriedGrant = EventOf<'grant-tried'>;

/**
 * The grants for want of which something failed, from what `rehearse --take-grants --json` printed.
 * @param files their paths
 */
export function readProvenGrants(files: readonly string[]): TriedGrant[] {
  return files.flatMap((file) => {
    const lines = readFileSync(file, 'utf8').split('\n');
    return provenGrants(
      lines.filter((line) => line !== '').map((line) => JSON.parse(line) as RehearsalEvent),
    );
  });
}

/**
 * Those of which it is certain: the message of the action tells of a refusal; or its build's log does, and the execution got
 * further once the grant was given back; or a step was not as expected. No other grant was missing meanwhile.
 */
export function provenGrants(events: readonly RehearsalEvent[]): TriedGrant[] {
  const logged: string[] = [];
  return events.filter((event, index): event is TriedGrant => {
    if (event.type === 'build-log' && REFUSAL.test(event.text)) logged.push(event.text);
    if (event.type !== 'grant-tried') return false;
    const { action, message, missed = [], pipeline } = event;
    if (message === undefined) return missed.length > 0;
    if (REFUSAL.test(message)) return true;
    return logged.some((text) => text.includes(action)) && getsFurther(pipeline, events.slice(index + 1));
  });
}

/** Whether the execution of a pipeline succeeds, or fails next for want of another grant. */
function getsFurther(pipeline: string | undefined, later: readonly RehearsalEvent[]): boolean {
  const next = later.find(
    (event) =>
      (event.type === 'execution-finished' || event.type === 'grant-tried') && event.pipeline === pipeline,
  );
  return next?.type === 'grant-tried' || (next?.type === 'execution-finished' && next.status === 'Succeeded');
}

const REFUSAL =
  /not authorized|access.?denied|permission|forbidden|Unable to (?:use|access|download|assume)/i;

/** Identifies a grant in every rehearsal of the same templates. */
export const triedKey = ({ role, policy, statement, pattern }: GrantName): string =>
  [role, policy, statement, pattern].join(' ');

type GrantName = Pick<TriedGrant, 'role' | 'policy' | 'statement' | 'pattern'>;

/** The name of a role. */
export const roleNameOf = ({ roleArn }: Pick<Grant, 'roleArn'>): string =>
  roleArn.split('/').at(-1) ?? roleArn;
