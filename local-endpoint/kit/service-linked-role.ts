import type { Aws, AwsIdentity } from './aws';
import type { Identities } from './identities';
import type { Caller } from './operation';
import type { Scope } from './scope';

/**
 * How a service calls others with its service-linked role, which may do everything here and, unlike a user, may set tags
 * that begin with `aws:`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
 * @param role for example `AWSServiceRoleForAutoScaling`
 */
export function asServiceLinkedRole(
  {
    aws,
    identities,
  }: { readonly aws: Pick<Aws, 'asService'>; readonly identities: Pick<Identities, 'sessions'> },
  { account, region }: Scope,
  role: string,
): AwsIdentity {
  const arn = `arn:aws:sts::${account}:assumed-role/${role}/${role}`;
  const credentials = identities.sessions.issue({ accountId: account, arn });
  return { ...aws.asService(account, region), credentials };
}

/** Whether a service calls with its service-linked role. */
export const isServiceLinkedRole = ({ arn }: Pick<Caller, 'arn'>): boolean =>
  arn.includes(':assumed-role/AWSServiceRoleFor');
