import { openSession } from '../authorization/assume';
import { accessDenied } from '../authorization/policy-error';
import { createSessions } from '../authorization/sessions';
import type { ApiCall } from '../endpoint/call';
import { AwsError, type Caller } from '../endpoint/service';
import type { Aws } from '../kit/aws';
import { identityOf } from './clients';
import { ACCOUNT } from './test-file';

/** An IAM without roles and policies: who acts is known, and a test decides what may not be done. */
export interface TrustingIam {
  readonly aws: Aws;
  readonly callerOf: (accessKeyId: string) => Caller;
  readonly authorize: (call: ApiCall) => Promise<void>;
  /** Refuses `service:Operation`s to every role. */
  deny(operations: readonly string[]): void;
  /** Refuses nothing any more. */
  allowAll(): void;
}

/** @param endpoint the endpoint's URL, known once it listens */
export function createTrustingIam(endpoint: () => string): TrustingIam {
  const sessions = createSessions(ACCOUNT);
  const denied = new Set<string>();
  return {
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
    callerOf: (accessKeyId) => sessions.callerOf(accessKeyId),
    authorize: async ({ service, operation, protocol, context: { caller } }) => {
      const action = `${service}:${operation}`;
      if (caller.roleArn && denied.has(action))
        throw accessDenied(service, protocol === 'json', caller.arn, action, '*', '');
    },
    deny: (operations) => operations.forEach((operation) => denied.add(operation)),
    allowAll: () => denied.clear(),
  };
}
