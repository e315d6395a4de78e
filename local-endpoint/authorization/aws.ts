import type { Aws, AwsIdentity } from '../kit/aws';
import { parseArn } from '../kit/arn';
import type { Identities } from '../kit/identities';
import { inProcessClient } from '../kit/in-process-client';
import type { ReachableEndpoint } from '../kit/in-process-handler';

/** What calls between services need. */
export interface AwsParts {
  /** Called only once it listens. */
  readonly endpoint: () => ReachableEndpoint;
  readonly identities: Identities;
}

/** How a service calls another, as itself or as a role. */
export function createAws({ endpoint, identities }: AwsParts): Aws {
  const services = new Map<string, AwsIdentity>();
  const inProcess = inProcessClient(endpoint);
  return {
    asService: (account, region) => {
      const key = `${account} ${region}`;
      const identity = services.get(key) ?? {
        ...serviceIdentity(endpoint().url, account, region),
        ...inProcess,
      };
      services.set(key, identity);
      return identity;
    },
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
      return { endpoint: endpoint().url, region, credentials, ...inProcess };
    },
    asPrincipal(principal, accountId, region, sourceArn) {
      const caller = { accountId, arn: principal, servicePrincipal: principal, sourceArn };
      return {
        endpoint: endpoint().url,
        region,
        credentials: identities.sessions.issue(caller),
        ...inProcess,
      };
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
