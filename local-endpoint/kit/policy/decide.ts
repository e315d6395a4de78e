import type { Policy, Statement } from './document';
import { matchPrincipal, type PrincipalMatch } from './principal';
import type { PolicyRequest } from './request';
import { matchesRequest } from './statement';

/** The policies that apply to a request. */
export interface PolicySet {
  /** Of the caller's role, inline and attached; empty for a caller without a role. */
  readonly identity: readonly Policy[];
  /** The role's permissions boundary. */
  readonly boundary?: Policy;
  /** Of the caller's session: it takes from what the role may do, and gives nothing. @default - the session has none */
  readonly session?: Policy;
  /** Of the resource. */
  readonly resource?: Policy;
  /** The account the resource belongs to. */
  readonly resourceAccount: string;
  /** Whether the resource's own policy must allow even within the account, as for KMS keys and for roles to assume. */
  readonly resourceMustAllow: boolean;
}

/** An identity policy's statement that allowed a request. */
export interface AllowingStatement {
  readonly policy: string;
  readonly statement: string;
}

/** The outcome for a request: the identity statements that allow it, or the reason for its refusal as IAM words it. */
export type PolicyDecision =
  | { readonly allowed: true; readonly grants: readonly AllowingStatement[] }
  | { readonly allowed: false; readonly reason: string };

/**
 * IAM's evaluation: an explicit deny wins; within an account the role's policies or the resource's may allow, across
 * accounts both must. A session's policy limits both, but for a resource's policy that names the session itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export function decide(request: PolicyRequest, policies: PolicySet): PolicyDecision {
  const { action, caller } = request;
  const denied = explicitDeny(request, policies);
  if (denied) return { allowed: false, reason: `with an explicit deny in ${denied}` };
  const grants = identityGrants(request, policies.identity);
  const withinBoundary = !policies.boundary || allowing(policies.boundary, request).length > 0;
  const withinSession = !policies.session || allowing(policies.session, request).length > 0;
  const byIdentity = grants.length > 0 && withinBoundary && withinSession;
  const matches = resourceMatches(request, policies.resource);
  const byResource = matches.includes('principal');
  const resourceAllows = byResource || matches.includes('account');
  const local = caller.accountId === policies.resourceAccount;
  const refuse = (kind: string): PolicyDecision => ({
    allowed: false,
    reason: `because no ${kind} allows the ${action} action`,
  });
  if (caller.servicePrincipal)
    return byResource ? { allowed: true, grants: [] } : refuse('resource-based policy');
  if (!withinSession && (grants.length > 0 || byResource) && !namesSession(request, policies.resource))
    return refuse('session policy');
  if (byResource && local) return { allowed: true, grants: byIdentity ? grants : [] };
  if ((policies.resourceMustAllow || !local) && !resourceAllows) return refuse('resource-based policy');
  if (byIdentity) return { allowed: true, grants };
  return refuse(withinBoundary || grants.length === 0 ? 'identity-based policy' : 'permissions boundary');
}

function explicitDeny(
  request: PolicyRequest,
  { identity, boundary, session, resource }: PolicySet,
): string | undefined {
  const denies = (statement: Statement): boolean =>
    statement.effect === 'Deny' && matchesRequest(statement, request);
  if (identity.some(({ statements }) => statements.some(denies))) return 'an identity-based policy';
  if (boundary?.statements.some(denies)) return 'a permissions boundary';
  if (session?.statements.some(denies)) return 'a session policy';
  const names = (statement: Statement): boolean => matchPrincipal(statement, request.caller) !== 'none';
  return resource?.statements.some((statement) => names(statement) && denies(statement))
    ? 'a resource-based policy'
    : undefined;
}

function identityGrants(request: PolicyRequest, identity: readonly Policy[]): AllowingStatement[] {
  return identity.flatMap((policy) =>
    allowing(policy, request).map(({ id }) => ({ policy: policy.name, statement: id })),
  );
}

function resourceMatches(request: PolicyRequest, resource: Policy | undefined): PrincipalMatch[] {
  if (!resource) return [];
  return allowing(resource, request).map((statement) => matchPrincipal(statement, request.caller));
}

/** Whether the resource's policy allows the request to the session by its own ARN. */
function namesSession(request: PolicyRequest, resource: Policy | undefined): boolean {
  if (!resource) return false;
  return allowing(resource, request).some(({ principals }) => principals?.AWS?.includes(request.caller.arn));
}

const allowing = ({ statements }: Policy, request: PolicyRequest): Statement[] =>
  statements.filter((statement) => statement.effect === 'Allow' && matchesRequest(statement, request));
