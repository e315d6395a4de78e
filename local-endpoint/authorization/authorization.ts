import type { Aws } from '../kit/aws';
import type { ApiCall } from '../kit/call';
import type { Identities } from '../kit/identities';
import type { ReachableEndpoint } from '../kit/in-process-handler';
import type { RunningService } from '../kit/local-service';
import { createLookup, type Lookup } from '../kit/lookup';
import { createIdentities } from './assume-role';
import { createAuthorizer } from './authorize';
import { createAws } from './aws';
import { createGrantLog, type UnusedGrant, type UsedGrant } from './grants';
import { collectPermissions } from './permissions';
import { createRoleReader } from './role-reader';
import { createResourcePolicyReader } from './resource-policy';
import { createSessions } from './sessions';
import { createWithheldGrants, type WithheldGrants } from './withheld-grants';

/** How calls to an endpoint are authorized. */
export interface AuthorizationOptions {
  /** Called only once it listens. */
  readonly endpoint: () => ReachableEndpoint;
  /** Twelve digits: the account of dummy credentials. */
  readonly defaultAccount: string;
  readonly now: () => Date;
}

/** Who calls, what they may do, and how services call each other. */
export interface AccessControl {
  readonly aws: Aws;
  readonly identities: Identities;
  readonly lookup: Lookup;
  /**
   * Decides on calls by the rules of these services.
   * @returns a function that throws AwsError with the service's own code for a refusal
   */
  authorizer(services: readonly RunningService[]): (call: ApiCall) => Promise<void>;
}

/** Access control by the roles and policies that the endpoint's services keep. */
export interface Authorization extends AccessControl {
  /** Which statements of which roles allowed something so far. */
  grantsUsed(): UsedGrant[];
  /** Which statements, and which of their actions, no call has needed so far. */
  unusedGrants(roleArns: readonly string[]): Promise<UnusedGrant[]>;
  /** Takes grants away while the endpoint runs. */
  readonly withheldGrants: WithheldGrants;
}

/** Sessions and keys live as long as this does; roles and policies are those of the endpoint's IAM API. */
export function createAuthorization({ endpoint, defaultAccount, now }: AuthorizationOptions): Authorization {
  const sessions = createSessions(defaultAccount);
  const asService: Aws['asService'] = (account, region) => aws.asService(account, region);
  const roles = createRoleReader({ asService });
  const withheld = createWithheldGrants();
  const identities = createIdentities({ sessions, roles, withheld });
  const aws = createAws({ endpoint, identities });
  const lookup = createLookup(aws, defaultAccount);
  const grants = createGrantLog(roles);
  return {
    aws,
    identities,
    lookup,
    authorizer: (services) =>
      createAuthorizer({
        roles,
        lookup,
        permissions: collectPermissions(services.map(({ service }) => service)),
        resourcePolicy: createResourcePolicyReader(services),
        grants,
        withheld,
        now,
      }),
    grantsUsed: () => grants.used(),
    unusedGrants: (roleArns) => grants.unused(roleArns),
    withheldGrants: withheld,
  };
}
