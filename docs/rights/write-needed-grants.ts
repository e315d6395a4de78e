import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../lib/load-config';
import { readProvenGrants, type TriedGrant } from '../../rehearsal/grants/tried-grants';
import { templatesOf } from './documented-templates';
import { grantKey, grantsOf, type RoleGrant } from './grants';
import { NEEDED_GRANTS, type NeededGrants, readNeededGrants } from './needed-grants';

/** Adds what `rehearse --take-grants --json` printed to the list, and removes grants that are there no more. */
function writeNeededGrants(files: readonly string[]): void {
  const config = loadConfig(join(__dirname, '../../pipelines.yaml'));
  const environments = config.environments.map(({ name }) => name);
  const proven = new Map(readProvenGrants(files).map((tried) => [keyOf(tried, tried.pattern), tried]));
  const before = readNeededGrants();
  const after: Record<string, Record<string, string>> = {};
  for (const granted of templatesOf(config).flatMap(grantsOf)) {
    const { role, grant } = grantKey(granted, environments);
    const tried = proven.get(keyOf(granted, granted.action));
    const step = tried ? describe(tried) : before[role]?.[grant];
    if (step) (after[role] ??= {})[grant] ??= step;
  }
  writeFileSync(NEEDED_GRANTS, `${JSON.stringify(sorted(after), null, 2)}\n`);
}

const keyOf = (
  { role, policy, statement }: Pick<RoleGrant, 'role' | 'policy' | 'statement'>,
  action: string,
) => [role, policy, statement, action].join(' ');

/** `Release 1: Deploy / Deploy` or the expectation that was missed. */
function describe({ step = '', failed, missed = [] }: TriedGrant): string {
  return `${step}: ${failed ? `${failed} fails` : missed.join('; ')}`;
}

function sorted(needed: NeededGrants): NeededGrants {
  const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]) =>
    one < other ? -1 : 1;
  return Object.fromEntries(
    Object.entries(needed)
      .sort(byName)
      .map(([role, grants]) => [role, Object.fromEntries(Object.entries(grants).sort(byName))]),
  );
}

writeNeededGrants(process.argv.slice(2));
