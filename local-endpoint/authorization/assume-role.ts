import { nameOfArn, parseArn } from '../kit/arn';
import { AwsError } from '../kit/aws-error';
import type {
  AssumeRequest,
  Identities,
  RolePolicies,
  RoleReader,
  RoleSession,
  SessionRequest,
  Sessions,
} from '../kit/identities';
import type { Caller } from '../kit/operation';
import { type ConditionKeys, toConditionKeys } from '../kit/policy/request';
import { callerKeys } from './condition-keys';
import type { WithheldGrants } from './withheld-grants';

/** What identities are known by, and who decides whether one may take a role. */
export interface IdentitiesParts {
  readonly sessions: Sessions;
  readonly roles: RoleReader;
  readonly withheld: Pick<WithheldGrants, 'decide'>;
}

/** Identities by these sessions and roles. */
export function createIdentities(parts: IdentitiesParts): Identities {
  const { sessions, roles } = parts;
  return {
    sessions,
    roles,
    assumeRole: (caller, request) => assumeRole(caller, request, parts),
    openSession: (role, request) => openSession(role, request, sessions),
  };
}

async function assumeRole(
  caller: Caller,
  request: AssumeRequest,
  parts: IdentitiesParts,
): Promise<RoleSession> {
  const { roleArn, sessionName, externalId, tags, sourceArn } = request;
  const { roles, sessions } = parts;
  const role = await roles.role(roleArn);
  const tagged = Object.keys(tags).length > 0;
  const keys = toConditionKeys({
    ...callerKeys(caller, sourceArn),
    'sts:ExternalId': externalId,
    'sts:RoleSessionName': sessionName,
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    'aws:TagKeys': tagged ? Object.keys(tags) : undefined,
  });
  const actions = ['sts:AssumeRole', ...(tagged ? ['sts:TagSession'] : [])];
  for (const action of actions) await check(caller, action, roleArn, role, keys, parts);
  return openSession(role, request, sessions, caller);
}

function openSession(
  role: RolePolicies | undefined,
  { roleArn, sessionName, sourceArn, policy }: SessionRequest,
  sessions: Sessions,
  caller?: Caller,
): RoleSession {
  const accountId = parseArn(roleArn)?.account ?? '';
  const arn = `arn:aws:sts::${accountId}:assumed-role/${nameOfArn(roleArn)}/${sessionName}`;
  return {
    credentials: sessions.issue({
      ...{ accountId, arn, roleArn },
      ...(sourceArn ? { sourceArn } : {}),
      ...(policy ? { sessionPolicy: policy } : {}),
      ...(caller?.roleArn ? { openedWith: caller.openedWith ?? caller.accessKeyId } : {}),
    }),
    assumedRoleArn: arn,
    assumedRoleId: `${role?.roleId ?? ''}:${sessionName}`,
  };
}

async function check(
  caller: Caller,
  action: string,
  roleArn: string,
  role: RolePolicies | undefined,
  keys: ConditionKeys,
  { roles, withheld }: IdentitiesParts,
): Promise<void> {
  const own = caller.roleArn ? await roles.role(caller.roleArn) : undefined;
  const decision = role
    ? withheld.decide(
        caller.roleArn,
        { caller, action, resource: roleArn, keys },
        {
          identity: caller.roleArn || caller.servicePrincipal ? (own?.identity ?? []) : ADMINISTRATOR,
          ...(own?.boundary ? { boundary: own.boundary } : {}),
          ...(caller.sessionPolicy ? { session: caller.sessionPolicy } : {}),
          resource: role.trust,
          resourceAccount: parseArn(roleArn)?.account ?? '',
          resourceMustAllow: true,
        },
      )
    : { allowed: false };
  if (decision.allowed) return;
  const principal = caller.servicePrincipal ?? caller.arn;
  throw new AwsError(
    'AccessDenied',
    `User: ${principal} is not authorized to perform: ${action} on resource: ${roleArn}`,
    403,
  );
}

/** What dummy credentials may do. */
const ADMINISTRATOR = [
  {
    name: 'administrator',
    statements: [{ id: '0', effect: 'Allow' as const, actions: ['*'], resources: ['*'], conditions: {} }],
  },
];
