import type { Diagnostic } from '../diagnostic';
import type { ResolvedConfig } from '../resolve';

/** What only one pipeline of an account and region may have is claimed once. */
export function checkClaims({ pipelines }: ResolvedConfig): Diagnostic[] {
  const first = new Map<string, string>();
  return pipelines.flatMap(({ kind, pipeline, at }) => {
    const { name, environment } = pipeline;
    return (kind.claims?.(pipeline) ?? []).flatMap(({ what, key, field, because }) => {
      const claimed = JSON.stringify([environment.account, environment.region, what, key]);
      const other = first.get(claimed);
      first.set(claimed, other ?? `${name} in ${environment.name}`);
      return other ? [{ path: at(field), rule: `is the ${what} of ${other} too: ${because}` }] : [];
    });
  });
}
