import { join } from 'node:path';
import { templatesOf } from '../../docs/rights/documented-templates';
import { grantKey, grantsOf } from '../../docs/rights/grants';
import { GRANT_REASONS } from '../../docs/rights/grant-reasons';
import { readKeptGrants, readNeededGrants } from '../../docs/rights/needed-grants';
import { loadConfig } from '../../lib/load-config';
import { ROOT } from './repository';

/** A grant of the rehearsed config, once for all environments. */
interface ListedGrant {
  readonly role: string;
  readonly grant: string;
  readonly action: string;
}

const needed = readNeededGrants();
const config = loadConfig(join(ROOT, 'pipelines.yaml'));
const environments = config.environments.map(({ name }) => name);
const grants: ListedGrant[] = templatesOf(config)
  .flatMap(grantsOf)
  .map((one) => ({ ...grantKey(one, environments), action: one.action }));

const isNeeded = ({ role, grant }: ListedGrant): boolean => needed[role]?.[grant] !== undefined;
const reasonOf = ({ role, action }: Pick<ListedGrant, 'role' | 'action'>) =>
  GRANT_REASONS.find(({ roles, actions }) => roles.test(role) && actions.includes(action));

/** Of role and action, without what it is on. */
const nameOf = ({ role, grant }: ListedGrant): string => `${role}: ${grant}`;

test('a step of a rehearsal fails without each grant of the example, or there is a reason why it stays', () => {
  // `rehearse --take-grants` finds the step, `npm run docs:grants` writes it down; reasons are in docs/rights/grant-reasons.ts.
  const without = grants.filter((grant) => !isNeeded(grant) && !reasonOf(grant));
  expect([...new Set(without.map(nameOf))].sort()).toEqual([]);
});

test('the list of steps names no grant that is not there', () => {
  const names = new Set(grants.map(nameOf));
  const listed = Object.entries(needed).flatMap(([role, its]) =>
    Object.keys(its).map((grant) => nameOf({ role, grant, action: '' })),
  );
  expect(listed.filter((name) => !names.has(name))).toEqual([]);
});

test('what stays for a reason is listed with what it is on, so that a reason covers no grant that comes later', () => {
  const listed = Object.entries(readKeptGrants()).flatMap(([role, its]) =>
    its.map((grant) => `${role}: ${grant}`),
  );
  const staying = new Set(grants.filter((grant) => !isNeeded(grant)).map(nameOf));
  expect(listed.sort()).toEqual([...staying].sort());
});

test('each reason is that of a grant which no step needs', () => {
  const used = grants.filter((grant) => !isNeeded(grant)).map(reasonOf);
  expect(GRANT_REASONS.filter((reason) => !used.includes(reason)).map(({ reason }) => reason)).toEqual([]);
});
