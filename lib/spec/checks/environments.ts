import type { Finding } from '../issues';
import type { Draft } from '../spread';

/**
 * What an environment shares is granted to every name `<prefix>-*-<environment>` of its account. In one account no
 * environment may therefore end as another one is called: `eu-stg` would be taken for `stg`.
 */
export function checkEnvironments({ environments }: Draft): Finding[] {
  return environments.flatMap((environment) => {
    const shadowed = environments.find(
      ({ name, account }) => account === environment.account && environment.name.endsWith(`-${name}`),
    );
    if (!shadowed) return [];
    const rule = `must not end in -${shadowed.name}, because what environment ${shadowed.name} of the same account shares would be open to it`;
    return [{ path: ['environments', environment.name], part: 'key' as const, rule }];
  });
}
