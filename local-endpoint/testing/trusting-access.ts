import type { AccessControl } from '../authorization/authorization';
import { accessDenied } from '../authorization/access-denied';
import { AwsError } from '../kit/aws-error';
import { inProcessClient } from '../kit/in-process-client';
import type { ReachableEndpoint } from '../kit/in-process-handler';

/** Access control without roles and policies: a test decides what may not be done. */
export interface TrustingAccess extends AccessControl {
  /** Refuses `service:Operation`s to every role. */
  deny(operations: readonly string[]): void;
  /** Refuses nothing any more. */
  allowAll(): void;
}

/**
 * @param base whose sessions are used
 * @param endpoint known once it listens
 */
export function createTrustingAccess(base: AccessControl, endpoint: () => ReachableEndpoint): TrustingAccess {
  const { identities } = base;
  const inProcess = inProcessClient(endpoint);
  const denied = new Set<string>();
  return {
    ...base,
    aws: {
      asService: (account, region) => base.aws.asService(account, region),
      asRole: async (roleArn, region, principal, sourceArn) => {
        if (roleArn.endsWith('/missing'))
          throw new AwsError('AccessDenied', `Not authorized to perform sts:AssumeRole on ${roleArn}`, 403);
        const name = principal.split('.')[0] ?? principal;
        const { credentials } = identities.openSession(undefined, { roleArn, sessionName: name, sourceArn });
        return { endpoint: endpoint().url, region, credentials, ...inProcess };
      },
      asPrincipal: (principal, accountId, region, sourceArn) => {
        const caller = { accountId, arn: principal, servicePrincipal: principal, sourceArn };
        return {
          endpoint: endpoint().url,
          region,
          credentials: identities.sessions.issue(caller),
          ...inProcess,
        };
      },
    },
    authorizer: () => async (call) => {
      const action = `${call.service}:${call.operation}`;
      if (call.context.caller.roleArn && denied.has(action)) throw accessDenied(call, action, '*');
    },
    deny: (operations) => operations.forEach((operation) => denied.add(operation)),
    allowAll: () => denied.clear(),
  };
}
