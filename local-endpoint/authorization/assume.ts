import type { AwsIdentity } from '../kit/aws';
import { AwsError } from '../kit/aws-error';
import { type Caller } from '../kit/operation';
import { decide } from './policy/decide';
import { type ConditionKeys, conditionKeys } from './policy/request';
import type { RolePolicies, RoleReader } from './reader';
import type { Sessions } from './sessions';

/** What an AssumeRole call asks for. */
export interface AssumeRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly externalId?: string;
  /** Session tags; they need `sts:TagSession` as well. */
  readonly tags: Readonly<Record<string, string>>;
  /** What made a service ask, where one does. */
  readonly sourceArn?: string;
}

/** A session of a role. */
export interface RoleSession {
  readonly credentials: AwsIdentity['credentials'];
  readonly assumedRoleArn: string;
  /** `AROA…:session` */
  readonly assumedRoleId: string;
}

/**
 * Lets a caller become a role, if the role is there, trusts the caller, and the caller's own policies do not stand
 * against it.
 * @throws AwsError `AccessDenied` otherwise; AWS does not tell whether the role exists either
 */
export async function assumeRole(
  caller: Caller,
  { roleArn, sessionName, externalId, tags, sourceArn }: AssumeRequest,
  reader: RoleReader,
  sessions: Sessions,
): Promise<RoleSession> {
  const role = await reader.role(roleArn);
  const keys = conditionKeys({
    ...callerKeys(caller, sourceArn),
    'sts:ExternalId': externalId,
    'sts:RoleSessionName': sessionName,
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    'aws:TagKeys': Object.keys(tags).length > 0 ? Object.keys(tags) : undefined,
  });
  const actions = ['sts:AssumeRole', ...(Object.keys(tags).length > 0 ? ['sts:TagSession'] : [])];
  for (const action of actions) await check(caller, action, roleArn, role, keys, reader);
  return openSession(role, roleArn, sessionName, sessions, sourceArn);
}

/** A new session of a role that may be assumed. */
export function openSession(
  role: RolePolicies | undefined,
  roleArn: string,
  sessionName: string,
  sessions: Sessions,
  sourceArn?: string,
): RoleSession {
  const accountId = roleArn.split(':')[4] ?? '';
  const name = roleArn.split('/').at(-1) ?? '';
  const arn = `arn:aws:sts::${accountId}:assumed-role/${name}/${sessionName}`;
  return {
    credentials: sessions.issue({ accountId, arn, roleArn, ...(sourceArn ? { sourceArn } : {}) }),
    assumedRoleArn: arn,
    assumedRoleId: `${role?.roleId ?? ''}:${sessionName}`,
  };
}

/** Condition keys that tell who calls. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
export function callerKeys(caller: Caller, sourceArn = caller.sourceArn): Record<string, string | undefined> {
  const common = { 'aws:SecureTransport': 'true' };
  if (caller.servicePrincipal) {
    return {
      ...common,
      'aws:PrincipalIsAWSService': 'true',
      'aws:PrincipalServiceName': caller.servicePrincipal,
      'aws:SourceArn': sourceArn,
      'aws:SourceAccount': sourceArn?.split(':')[4] || caller.accountId,
    };
  }
  return {
    ...common,
    'aws:PrincipalIsAWSService': 'false',
    'aws:PrincipalArn': caller.roleArn ?? caller.arn,
    'aws:PrincipalAccount': caller.accountId,
    'aws:PrincipalType': caller.roleArn ? 'AssumedRole' : 'Account',
  };
}

async function check(
  caller: Caller,
  action: string,
  roleArn: string,
  role: RolePolicies | undefined,
  keys: ConditionKeys,
  reader: RoleReader,
): Promise<void> {
  const own = caller.roleArn ? await reader.role(caller.roleArn) : undefined;
  const decision = role
    ? decide(
        { caller, action, resource: roleArn, keys },
        {
          identity: caller.roleArn || caller.servicePrincipal ? (own?.identity ?? []) : ADMINISTRATOR,
          ...(own?.boundary ? { boundary: own.boundary } : {}),
          resource: role.trust,
          resourceAccount: roleArn.split(':')[4] ?? '',
          resourceMustAllow: true,
        },
      )
    : { allowed: false };
  if (decision.allowed) return;
  const who = caller.servicePrincipal ?? caller.arn;
  throw new AwsError(
    'AccessDenied',
    `User: ${who} is not authorized to perform: ${action} on resource: ${roleArn}`,
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
