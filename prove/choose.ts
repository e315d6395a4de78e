import { FAMILIES } from './families';
import type { Case, Family } from './families/family';
import { KINDS } from './kinds';
import type { Kind, Scenario } from './kinds/kind';
import type { RecordedRelease } from './run/record';

/** What a person asked for that there is not. */
export class ChoiceError extends Error {}

/** What is played. */
export interface Choice {
  readonly kinds: readonly Kind[];
  readonly scenarios: readonly Scenario[];
  readonly families: readonly Family[];
}

/** The arguments that choose, as they were given. */
export interface Chosen {
  readonly kind?: string;
  readonly family?: string;
  readonly scenario?: string;
  readonly case?: string;
}

/** @throws ChoiceError where none has a name, with those that there are */
export function choose({ kind, family, scenario, case: id }: Chosen): Choice {
  if (id !== undefined) return chooseCase(id);
  const kinds = named('--kind', KINDS, kind);
  const scenarios = named('--scenario', scenariosOf(kinds), scenario);
  return { kinds, scenarios, families: named('--family', FAMILIES, family) };
}

/** `KIND/FAMILY/SCENARIO/FUNCTION/INVOCATION.CALL+FOLLOW-UP` */
function chooseCase(id: string): Choice {
  const [kind = '', family = '', scenario = ''] = id.split('/');
  const kinds = named(`--case ${id}: its first part`, KINDS, kind);
  const families = named(`--case ${id}: its second part`, FAMILIES, family);
  const scenarios = named(`--case ${id}: its third part`, scenariosOf(kinds), scenario);
  return { kinds, scenarios, families };
}

const scenariosOf = (kinds: readonly Kind[]): readonly Scenario[] =>
  kinds.flatMap(({ scenarios }) => scenarios);

function named<T extends { readonly name: string }>(
  what: string,
  all: readonly T[],
  name: string | undefined,
): readonly T[] {
  const found = name === undefined ? all : all.filter((one) => one.name === name);
  if (found.length > 0) return found;
  const names = [...new Set(all.map((one) => one.name))].join(', ');
  throw new ChoiceError(`${what} must be one of ${names}, got: ${name || 'nothing'}`);
}

/** Cases that an error names. */
const MAX_EXAMPLES = 5;

/** @throws ChoiceError where there is no such case, with some that there are */
export async function findCase(
  release: RecordedRelease,
  families: readonly Family[],
  id: string,
): Promise<Case> {
  const others: string[] = [];
  for (const family of families)
    for await (const one of family.cases(release)) {
      if (one.id === id) return one;
      others.push(one.id);
    }
  const near = others.filter((one) => one.startsWith(id.slice(0, id.lastIndexOf('/'))));
  const examples = (near.length > 0 ? near : others).slice(0, MAX_EXAMPLES);
  throw new ChoiceError(
    `--case must be the id of a case, for example ${examples.join(', ') || 'none'}, got: ${id}`,
  );
}
