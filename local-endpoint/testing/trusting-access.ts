import { openSession } from '../authorization/assume';
import type { AccessControl } from '../authorization/authorization';
import { accessDenied } from '../authorization/policy-error';
import { AwsError } from '../kit/aws-error';
import { identityOf } from './clients';

/** Access control without roles and policies: a test decides what may not be done. */
export interface TrustingAccess extends AccessControl {
  /** Refuses `service:Operation`s to every role. */
  deny(operations: readonly string[]): void;
  /** Refuses nothing any more. */
  allowAll(): void;
}

/**
 * @param base whose sessions are used
 * @param endpoint the endpoint's URL, known once it listens
 */
export function createTrustingAccess(base: AccessControl, endpoint: () => string): TrustingAccess {
  const { sessions } = base.identities;
  const denied = new Set<string>();
  return {
    ...base,
    aws: {
      asService: (account, region) => identityOf(endpoint(), account, region),
      asRole: async (roleArn, region, principal, sourceArn) => {
        if (roleArn.endsWith('/missing'))
          throw new AwsError('AccessDenied', `Not authorized to perform sts:AssumeRole on ${roleArn}`, 403);
        const name = principal.split('.')[0] ?? principal;
        const { credentials } = openSession(undefined, roleArn, name, sessions, sourceArn);
        return { endpoint: endpoint(), region, credentials };
      },
      asPrincipal: (principal, accountId, region, sourceArn) => {
        const caller = { accountId, arn: principal, servicePrincipal: principal, sourceArn };
        return { endpoint: endpoint(), region, credentials: sessions.issue(caller) };
      },
    },
    authorizer:
      () =>
      async ({ service, operation, protocol, context: { caller } }) => {
        if (caller.roleArn && denied.has(`${service}:${operation}`))
          throw accessDenied(service, protocol === 'json', caller.arn, `${service}:${operation}`, '*', '');
      },
    deny: (operations) => operations.forEach((operation) => denied.add(operation)),
    allowAll: () => denied.clear(),
  };
}
