import type { Policy, Statement } from './document';
import { type Mention, mentionOf } from './principal';
import type { PolicyRequest } from './request';
import { concerns } from './statement';

/** The policies that speak for or against a request. */
export interface PolicySet {
  /** Of the caller's role, inline and attached; empty for a caller without a role. */
  readonly identity: readonly Policy[];
  /** The role's permissions boundary. */
  readonly boundary?: Policy;
  /** Of the resource. */
  readonly resource?: Policy;
  /** The account the resource belongs to. */
  readonly resourceAccount: string;
  /** Whether the resource's own policy must agree even within the account, as of KMS keys and of roles to assume. */
  readonly resourceMustAllow: boolean;
}

/** A statement that allowed something. */
export interface Grant {
  readonly policy: string;
  readonly statement: string;
}

/** What policies say to a request: allowed, by which identity statements, or not, and why not in IAM's words. */
export type Decision =
  | { readonly allowed: true; readonly grants: readonly Grant[] }
  | { readonly allowed: false; readonly reason: string };

/**
 * IAM's evaluation: an explicit deny wins; within an account the role's policies or the resource's may allow, across
 * accounts both must.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(request: PolicyRequest, policies: PolicySet): Decision {
  const { action, caller } = request;
  const denied = explicitDeny(request, policies);
  if (denied) return { allowed: false, reason: `with an explicit deny in ${denied}` };
  const grants = identityGrants(request, policies.identity);
  const bounded = !policies.boundary || allowing(policies.boundary, request).length > 0;
  const byIdentity = grants.length > 0 && bounded;
  const mentions = resourceMentions(request, policies.resource);
  const direct = mentions.includes('direct');
  const mentioned = direct || mentions.includes('account');
  const local = caller.accountId === policies.resourceAccount;
  const lacking = (kind: string): Decision => ({
    allowed: false,
    reason: `because no ${kind} allows the ${action} action`,
  });
  if (caller.servicePrincipal)
    return direct ? { allowed: true, grants: [] } : lacking('resource-based policy');
  if (direct && local) return { allowed: true, grants: byIdentity ? grants : [] };
  if ((policies.resourceMustAllow || !local) && !mentioned) return lacking('resource-based policy');
  if (byIdentity) return { allowed: true, grants };
  return lacking(bounded || grants.length === 0 ? 'identity-based policy' : 'permissions boundary');
}

function explicitDeny(
  request: PolicyRequest,
  { identity, boundary, resource }: PolicySet,
): string | undefined {
  const denies = (statement: Statement): boolean =>
    statement.effect === 'Deny' && concerns(statement, request);
  if (identity.some(({ statements }) => statements.some(denies))) return 'an identity-based policy';
  if (boundary?.statements.some(denies)) return 'a permissions boundary';
  const about = (statement: Statement): boolean => mentionOf(statement, request.caller) !== 'none';
  return resource?.statements.some((statement) => about(statement) && denies(statement))
    ? 'a resource-based policy'
    : undefined;
}

function identityGrants(request: PolicyRequest, identity: readonly Policy[]): Grant[] {
  return identity.flatMap((policy) =>
    allowing(policy, request).map(({ id }) => ({ policy: policy.name, statement: id })),
  );
}

function resourceMentions(request: PolicyRequest, resource: Policy | undefined): Mention[] {
  return resource ? allowing(resource, request).map((statement) => mentionOf(statement, request.caller)) : [];
}

const allowing = ({ statements }: Policy, request: PolicyRequest): Statement[] =>
  statements.filter((statement) => statement.effect === 'Allow' && concerns(statement, request));
