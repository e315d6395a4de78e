import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The step of a rehearsal that failed without a grant, by role and grant, and what failed in it. */
export type NeededGrants = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Where they are kept. `npm run docs:grants` writes the file. */
export const NEEDED_GRANTS = join(__dirname, 'needed-grants.json');

/** What rehearsals have shown so far. */
export const readNeededGrants = (): NeededGrants =>
  JSON.parse(readFileSync(NEEDED_GRANTS, 'utf8')) as NeededGrants;

/** The grants that stay although no rehearsal has failed without them, by role: each with all that it is on. Kept by hand. */
export const readKeptGrants = (): Readonly<Record<string, readonly string[]>> =>
  JSON.parse(readFileSync(join(__dirname, 'kept-grants.json'), 'utf8')) as Record<string, readonly string[]>;
