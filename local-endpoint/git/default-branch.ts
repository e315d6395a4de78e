import type { Reference } from './references';
import type { Repository } from './repository';

/** Makes the first branch that is ever pushed the default one, as every provider does. */
export async function chooseDefaultBranch(
  repository: Repository,
  references: readonly Reference[],
): Promise<void> {
  const first = references.find(({ type, after }) => type === 'branch' && after);
  if (first && !(await repository.defaultBranch())) await repository.setDefaultBranch(first.name);
}
