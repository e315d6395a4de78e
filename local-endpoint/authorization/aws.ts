import { Agent } from 'node:http';
import type { Aws, AwsIdentity } from '../kit/aws';
import { parseArn } from '../kit/arn';
import type { Identities } from '../kit/identities';

/** What calls between services need. */
export interface AwsParts {
  /** The endpoint's URL; called only once it listens. */
  readonly endpoint: () => string;
  readonly identities: Identities;
}

/** How a service calls another, over HTTP, as itself or as a role. */
export function createAws({ endpoint, identities }: AwsParts): Aws {
  const requestHandler = { httpAgent: new Agent({ keepAlive: true }) };
  return {
    asService: (account, region) => ({ ...serviceIdentity(endpoint(), account, region), requestHandler }),
    async asRole(roleArn, region, principal, sourceArn) {
      const account = parseArn(sourceArn)?.account || (parseArn(roleArn)?.account ?? '');
      const service = { accessKeyId: '', accountId: account, arn: principal, servicePrincipal: principal };
      const request = {
        roleArn,
        sessionName: sessionNameOf(principal),
        tags: {},
        ...(sourceArn ? { sourceArn } : {}),
      };
      const { credentials } = await identities.assumeRole(service, request);
      return { endpoint: endpoint(), region, credentials, requestHandler };
    },
    asPrincipal(principal, accountId, region, sourceArn) {
      const caller = { accountId, arn: principal, servicePrincipal: principal, sourceArn };
      return { endpoint: endpoint(), region, credentials: identities.sessions.issue(caller), requestHandler };
    },
  };
}

/** The endpoint as itself: an access key of twelve digits is the root of that account. */
const serviceIdentity = (endpoint: string, account: string, region: string): AwsIdentity => ({
  endpoint,
  region,
  credentials: { accessKeyId: account, secretAccessKey: 'local' },
});

/** Distinguishes services in the ARNs of sessions: `codepipeline` for `codepipeline.amazonaws.com`. */
const sessionNameOf = (principal: string): string => principal.split('.')[0] ?? principal;
