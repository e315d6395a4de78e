import type { Aws } from '../kit/aws';
import type { ApiCall } from '../endpoint/call';
import type { Caller, Observer, Service } from '../endpoint/service';
import { createAuthorizer } from './authorize';
import { createAws } from './aws';
import { createBucketPolicies } from '../services/s3/bucket-policies';
import { createGrantLog, type UnusedGrant, type UsedGrant } from './grants';
import { createLook } from './look';
import { createIamObservers } from './observers';
import { assumeRoleOperation } from '../services/sts/operations/assume-role';
import {
  assumeRoleWithWebIdentity,
  type WebIdentityParts,
} from '../services/sts/operations/assume-role-with-web-identity';
import { bucketPolicyOperations } from '../services/s3/operations/bucket-policy';
import { getCallerIdentity } from '../services/sts/operations/get-caller-identity';
import { createRoleReader } from './reader';
import { createResourcePolicyReader } from './resource-policy';
import { createSessions } from './sessions';

/** What the local IAM is made of. */
export interface IamOptions {
  /** The endpoint's URL; asked only once it listens. */
  readonly endpoint: () => string;
  /** Twelve digits: whom dummy credentials belong to. */
  readonly defaultAccount: string;
  readonly now: () => Date;
  /** A line for the person who watches. */
  readonly say: (line: string) => void;
}

/** Who calls, what they may do, and how services call each other. */
export interface Iam {
  readonly aws: Aws;
  readonly services: readonly Service[];
  readonly observers: readonly Observer[];
  readonly callerOf: (accessKeyId: string) => Caller;
  readonly authorize: (call: ApiCall) => Promise<void>;
  /** Which statements of which roles allowed something so far. */
  grantsUsed(): UsedGrant[];
  /** Which statements, and which of their actions, no call has needed so far. */
  unusedGrants(roleArns: readonly string[]): Promise<UnusedGrant[]>;
}

/** Sessions and keys live as long as this does; roles and policies are those of the endpoint's IAM API. */
export function createIam({ endpoint, defaultAccount, now, say }: IamOptions): Iam {
  const sessions = createSessions(defaultAccount);
  const asService: Aws['asService'] = (account, region) => aws.asService(account, region);
  const reader = createRoleReader({ asService });
  const aws = createAws({ endpoint, sessions, reader });
  const buckets = createBucketPolicies();
  const look = createLook(aws, defaultAccount);
  const grants = createGrantLog(reader);
  const resourcePolicy = createResourcePolicyReader(aws, look, buckets);
  return {
    aws,
    services: [
      { name: 'sts', operations: stsOperations({ aws, reader, sessions, now, say }), otherwise: 'refuse' },
      { name: 's3', operations: bucketPolicyOperations(buckets, aws), otherwise: 'forward' },
    ],
    observers: createIamObservers(reader, look, buckets),
    callerOf: (accessKeyId) => sessions.callerOf(accessKeyId),
    authorize: createAuthorizer({ reader, look, resourcePolicy, grants, now }),
    grantsUsed: () => grants.used(),
    unusedGrants: (roleArns) => grants.unused(roleArns),
  };
}

function stsOperations(parts: WebIdentityParts): Service['operations'] {
  const { reader, sessions, now } = parts;
  return {
    AssumeRole: assumeRoleOperation(reader, sessions, now),
    AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity(parts),
    GetCallerIdentity: getCallerIdentity(reader),
  };
}
