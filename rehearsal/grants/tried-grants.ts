import { readFileSync } from 'node:fs';
import type { Grant } from '@pipeline-factory/local-endpoint';
import type { EventOf, RehearsalEvent } from '../report/events';
import { isShown } from './evidence';

/** A grant that was missing once, and what failed for want of it. */
export type TriedGrant = EventOf<'grant-tried'>;

/**
 * The grants for want of which something failed, from what `rehearse --take-grants --json` printed.
 * @param files their paths
 */
export const readProvenGrants = (files: readonly string[]): TriedGrant[] =>
  files.flatMap((file) => provenGrants(readEvents(file)));

/**
 * The grants that need not be tried again: those, and the ones for want of which nothing failed. The latter stay missing
 * until a step ends, and nothing else can be missing meanwhile, so that without them the next trial gets further.
 * @param files as for {@link readProvenGrants}
 */
export const readSettledGrants = (files: readonly string[]): TriedGrant[] =>
  files.flatMap((file) => settledGrants(readEvents(file)));

function readEvents(file: string): RehearsalEvent[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as RehearsalEvent);
}

/** Those that are shown to be needed. */
export const provenGrants = (events: readonly RehearsalEvent[]): TriedGrant[] =>
  events.flatMap((event, index) => (event.type === 'grant-tried' && isShown(events, index) ? event : []));

/** Those, and the ones for want of which nothing failed. */
export const settledGrants = (events: readonly RehearsalEvent[]): TriedGrant[] =>
  events.flatMap((event, index) =>
    event.type === 'grant-tried' && (isInVain(event) || isShown(events, index)) ? event : [],
  );

const isInVain = ({ failed, missed }: TriedGrant): boolean => !failed && missed?.length === 0;

/** Identifies a grant in every rehearsal of the same templates. */
export const triedKey = ({ role, policy, statement, pattern }: GrantName): string =>
  [role, policy, statement, pattern].join(' ');

type GrantName = Pick<TriedGrant, 'role' | 'policy' | 'statement' | 'pattern'>;

/** The name of a role. */
export const roleNameOf = ({ roleArn }: Pick<Grant, 'roleArn'>): string =>
  roleArn.split('/').at(-1) ?? roleArn;
