import { conditionsHold } from './conditions';
import type { Statement } from './document';
import type { PolicyRequest } from './request';
import { withVariables } from './variables';
import { matchesWildcard } from './wildcard';

/** Whether a statement's action, resource and conditions match a request; its principals are compared in `principal.ts`. */
export function matchesRequest(statement: Statement, request: PolicyRequest): boolean {
  return (
    matchesAction(statement, request.action) &&
    matchesResource(statement, request) &&
    holds(statement, request)
  );
}

function matchesAction({ actions, notActions }: Statement, action: string): boolean {
  const listed = (names: readonly string[]): boolean =>
    names.some((name) => matchesWildcard(name.toLowerCase(), action.toLowerCase()));
  return notActions ? !listed(notActions) : listed(actions);
}

/** Trust policies have no resource: they belong to the role that is assumed. */
function matchesResource({ resources, notResources }: Statement, { resource, keys }: PolicyRequest): boolean {
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
