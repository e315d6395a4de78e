import { conditionsHold } from './conditions';
import type { Statement } from './document';
import type { PolicyRequest } from './request';
import { withVariables } from './variables';
import { matchesWildcard } from './wildcard';

/** Whether a statement speaks of a request; who asks is looked at elsewhere. */
export function concerns(statement: Statement, request: PolicyRequest): boolean {
  return (
    concernsAction(statement, request.action) &&
    concernsResource(statement, request) &&
    holds(statement, request)
  );
}

function concernsAction({ actions, notActions }: Statement, action: string): boolean {
  const listed = (names: readonly string[]): boolean =>
    names.some((name) => matchesWildcard(name.toLowerCase(), action.toLowerCase()));
  return notActions ? !listed(notActions) : listed(actions);
}

/** Trust policies have no resource: they are about the role they belong to. */
function concernsResource(
  { resources, notResources }: Statement,
  { resource, keys }: PolicyRequest,
): boolean {
  const listed = (patterns: readonly string[]): boolean =>
    patterns.some((pattern) => {
      const known = withVariables(pattern, keys);
      return known !== undefined && matchesWildcard(known, resource);
    });
  if (notResources) return !listed(notResources);
  return resources.length === 0 || listed(resources);
}

const holds = ({ conditions }: Statement, { keys }: PolicyRequest): boolean =>
  conditionsHold(conditions, keys);
