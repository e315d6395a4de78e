import type { AwsError } from '../kit/aws-error';
import type { ApiCall } from '../kit/call';
import type { RoleReader } from '../kit/identities';
import type { Lookup } from '../kit/lookup';
import type { RequiredPermission } from '../kit/permissions';
import { parsePolicy } from '../kit/policy/document';
import { accessDenied } from './access-denied';
import { conditionKeysOf } from './condition-keys';
import type { GrantLog } from './grants';
import type { Permissions } from './permissions';
import type { ReadResourcePolicy } from './resource-policy';
import type { WithheldGrants } from './withheld-grants';

/** What an authorizer decides by. */
export interface AuthorizerParts {
  readonly roles: RoleReader;
  readonly permissions: Permissions;
  readonly lookup: Lookup;
  readonly resourcePolicy: ReadResourcePolicy;
  readonly grants: GrantLog;
  readonly withheld: Pick<WithheldGrants, 'decide'>;
  readonly now: () => Date;
}

/**
 * Allows or refuses calls. Dummy credentials may do everything; a role what its policies and the resource's allow; a
 * service without a role what the resource's policy allows.
 * @returns a function that throws AwsError with IAM's message where the call is refused
 */
export function createAuthorizer(parts: AuthorizerParts): (call: ApiCall) => Promise<void> {
  return async (call) => {
    const { caller } = call.context;
    if (!caller.roleArn && !caller.servicePrincipal) return;
    const rule = parts.permissions.ruleOf(call);
    const required = rule ? await rule(call, parts.lookup) : [permissionOnEverything(call)];
    for (const permission of required) {
      for (const resource of permission.resources)
        await check(call, permission, resource, parts, rule !== undefined);
    }
  };
}

/** An operation without a rule is allowed only to those who may do it to every resource. */
const permissionOnEverything = ({ service, operation }: ApiCall): RequiredPermission => ({
  action: `${service}:${operation}`,
  resources: ['*'],
});

async function check(
  call: ApiCall,
  permission: RequiredPermission,
  resource: string,
  { roles, permissions, resourcePolicy, grants, withheld, now }: AuthorizerParts,
  hasRule: boolean,
): Promise<void> {
  const { caller } = call.context;
  const role = caller.roleArn ? await roles.role(caller.roleArn) : undefined;
  const { account, policy, mustAllow } = await resourcePolicy(resource, caller.accountId);
  const own = permissions.conditionKeysOf(call);
  const keys = conditionKeysOf(call, permission, own, account, now());
  const decision = withheld.decide(
    caller.roleArn,
    { caller, action: permission.action, resource, keys },
    {
      identity: role?.identity ?? [],
      ...(role?.boundary ? { boundary: role.boundary } : {}),
      ...(caller.sessionPolicy ? { session: caller.sessionPolicy } : {}),
      ...(policy ? { resource: parsePolicy(resource, policy) } : {}),
      resourceAccount: account,
      resourceMustAllow: mustAllow,
    },
  );
  if (!decision.allowed) {
    const reason = hasRule ? decision.reason : `${decision.reason}${NO_RULE}`;
    throw refusal(call, permission.action, resource, reason, permissions.deniedCodeOf(call));
  }
  if (caller.roleArn) grants.record(caller.roleArn, permission.action, decision.grants);
}

const NO_RULE = ' (the local endpoint does not know the resources of this operation, so it asks for *)';

function refusal(
  call: ApiCall,
  action: string,
  resource: string,
  reason: string,
  code: string | undefined,
): AwsError {
  const quoted = call.protocol === 'rest-xml' ? `"${resource}"` : resource;
  return accessDenied(call, action, quoted, reason, code);
}
