import type { Diagnostic } from '../diagnostic';
import type { ConfigKind } from '../kind';
import type { Environment } from '../model';
import type { ResolvedConfig } from '../resolve';

/**
 * What an environment shares is granted to the roles of its pipelines, whatever they are called: to every name
 * `<prefix>-*-<environment>` and, for the artifacts, `<prefix>-*-<environment>-build` of its account. In one account no
 * environment may therefore end as another one is called (`eu-stg` would be taken for `stg`), or as the names of other
 * roles do (`build` would take in `shop-web-stg-build`).
 */
export function checkEnvironments(
  { environments }: ResolvedConfig,
  kinds: readonly ConfigKind[],
): Diagnostic[] {
  const endings = [...ROLE_ENDINGS, ...kinds.flatMap(({ roleEndings }) => roleEndings)];
  return environments.flatMap((environment) => {
    const others = environments.filter(
      (other) => other.account === environment.account && other.name !== environment.name,
    );
    const rule = shadowing(environment, others) ?? endingLikeARole(environment, others, endings);
    return rule ? [{ path: ['environments', environment.name], part: 'key' as const, rule }] : [];
  });
}

function shadowing({ name }: Environment, others: readonly Environment[]): string | undefined {
  const shadowed = others.find((other) => name.endsWith(`-${other.name}`));
  return (
    shadowed &&
    `must not end in -${shadowed.name}, because what environment ${shadowed.name} of the same account shares would be open to it`
  );
}

/** The last words of the names of an environment's shared roles, whatever kinds its pipelines are of. */
const ROLE_ENDINGS = ['events', 'bucket', 'pr'];

function endingLikeARole(
  { name }: Environment,
  [other]: readonly Environment[],
  endings: readonly string[],
): string | undefined {
  const word = name.split('-').at(-1) ?? '';
  if (!other || !endings.includes(word)) return undefined;
  const so = name === word ? `be ${word}` : `end in -${word}`;
  return `must not ${so}, as names of roles end: what one of ${name} and ${other.name} in the same account shares would be open to roles of the other`;
}
