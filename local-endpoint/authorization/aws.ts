import type { Aws } from '../kit/aws';
import { assumeRole } from './assume';
import type { RoleReader } from './reader';
import type { Sessions } from './sessions';

/** What makes it possible for services to call each other. */
export interface AwsParts {
  /** The endpoint's URL, known once it listens. */
  readonly endpoint: () => string;
  readonly sessions: Sessions;
  readonly reader: RoleReader;
}

/** How a service calls another, over HTTP, as itself or as a role. */
export function createAws({ endpoint, sessions, reader }: AwsParts): Aws {
  return {
    asService: (account, region) => serviceIdentity(endpoint(), account, region),
    async asRole(roleArn, region, principal, sourceArn) {
      const account = sourceArn?.split(':')[4] || (roleArn.split(':')[4] ?? '');
      const service = { accessKeyId: '', accountId: account, arn: principal, servicePrincipal: principal };
      const request = {
        roleArn,
        sessionName: sessionNameOf(principal),
        tags: {},
        ...(sourceArn ? { sourceArn } : {}),
      };
      const { credentials } = await assumeRole(service, request, reader, sessions);
      return { endpoint: endpoint(), region, credentials };
    },
    asPrincipal(principal, accountId, region, sourceArn) {
      const caller = { accountId, arn: principal, servicePrincipal: principal, sourceArn };
      return { endpoint: endpoint(), region, credentials: sessions.issue(caller) };
    },
  };
}

/** The endpoint as itself: an access key of twelve digits is the root of that account. */
const serviceIdentity = (endpoint: string, account: string, region: string) => ({
  endpoint,
  region,
  credentials: { accessKeyId: account, secretAccessKey: 'local' },
});

/** Told apart in the ARNs of sessions. */
const sessionNameOf = (principal: string): string => principal.split('.')[0] ?? principal;
