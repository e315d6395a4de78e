import type { ApiCall } from '../kit/call';
import type { AwsError } from '../kit/aws-error';
import type { RequiredPermission } from '../kit/permissions';
import { keysOf } from './context';
import type { GrantLog } from './grants';
import type { Lookup } from '../kit/lookup';
import type { Permissions } from './permissions';
import { decide } from './policy/decide';
import { parsePolicy } from './policy/document';
import { accessDenied } from './policy-error';
import type { RoleReader } from './reader';
import type { ReadResourcePolicy } from './resource-policy';

/** What deciding needs. */
export interface AuthorizerParts {
  readonly roles: RoleReader;
  readonly permissions: Permissions;
  readonly lookup: Lookup;
  readonly resourcePolicy: ReadResourcePolicy;
  readonly grants: GrantLog;
  readonly now: () => Date;
}

/**
 * Whether a call may happen. Dummy credentials may do everything; a role what its policies and the resource's allow;
 * a service without a role what the resource's policy allows.
 * @throws AwsError in IAM's words
 */
export function createAuthorizer(parts: AuthorizerParts): (call: ApiCall) => Promise<void> {
  return async (call) => {
    const { caller } = call.context;
    if (!caller.roleArn && !caller.servicePrincipal) return;
    const rule = parts.permissions.ruleOf(call);
    const accesses = rule ? await rule(call, parts.lookup) : [unknownAccess(call)];
    for (const access of accesses) {
      for (const resource of access.resources) await check(call, access, resource, parts, rule !== undefined);
    }
  };
}

/** An operation whose resources are not known is allowed only to those who may do it to everything. */
const unknownAccess = ({ service, operation }: ApiCall): RequiredPermission => ({
  action: `${service}:${operation}`,
  resources: ['*'],
});

async function check(
  call: ApiCall,
  access: RequiredPermission,
  resource: string,
  { roles, permissions, resourcePolicy, grants, now }: AuthorizerParts,
  known: boolean,
): Promise<void> {
  const { caller } = call.context;
  const role = caller.roleArn ? await roles.role(caller.roleArn) : undefined;
  const { account, policy, mustAllow } = await resourcePolicy(resource, caller.accountId);
  const own = permissions.conditionKeysOf(call);
  const keys = keysOf(call, access, own, account, now());
  const decision = decide(
    { caller, action: access.action, resource, keys },
    {
      identity: role?.identity ?? [],
      ...(role?.boundary ? { boundary: role.boundary } : {}),
      ...(policy ? { resource: parsePolicy(resource, policy) } : {}),
      resourceAccount: account,
      resourceMustAllow: mustAllow,
    },
  );
  if (!decision.allowed) throw refusal(call, access, resource, decision.reason, known);
  if (caller.roleArn) grants.record(caller.roleArn, access.action, decision.grants);
}

function refusal(
  call: ApiCall,
  { action }: RequiredPermission,
  resource: string,
  reason: string,
  known: boolean,
): AwsError {
  const { caller } = call.context;
  const who = caller.servicePrincipal ?? caller.arn;
  const hint = known
    ? ''
    : ' (the local endpoint does not know the resources of this operation, so it asks for *)';
  const quoted = call.protocol === 'rest-xml' ? `"${resource}"` : resource;
  return accessDenied(call.service, call.protocol === 'json', who, action, quoted, `${reason}${hint}`);
}
