import type { AwsIdentity } from './aws';
import type { Caller } from './operation';
import type { Policy } from './policy/document';

/** Who holds which access key, and what roles may do: for the services that issue keys or change roles. */
export interface Identities {
  readonly sessions: Sessions;
  readonly roles: RoleReader;
  /**
   * Opens a session of a role for a caller, where the role exists, trusts the caller, and no policy of the caller
   * forbids it.
   * @throws AwsError `AccessDenied` otherwise; as in AWS, the error does not reveal whether the role exists
   */
  assumeRole(caller: Caller, request: AssumeRequest): Promise<RoleSession>;
  /** Opens a session of a role without asking who may, for a caller that proved it in another way. */
  openSession(role: RolePolicies | undefined, request: SessionRequest): RoleSession;
}

/** The access keys that the endpoint has issued, and who calls with them. */
export interface Sessions {
  /**
   * Who calls with a key: the session it was issued for; with twelve digits the root of that account; with anything
   * else the root of the default account.
   * @throws AwsError `ExpiredToken` for a key that another run of the endpoint issued
   */
  callerOf(accessKeyId: string): Caller;
  /** Credentials that make their holder this caller. */
  issue(caller: Omit<Caller, 'accessKeyId'>): AwsIdentity['credentials'];
}

/** Reads roles through the endpoint's own IAM API and remembers them until something in IAM changes. */
export interface RoleReader {
  /** @returns undefined where the role does not exist */
  role(arn: string): Promise<RolePolicies | undefined>;
  /** To be called after every write to IAM. */
  forget(): void;
}

/** A role with the policies that decide what it may do and who may assume it. */
export interface RolePolicies {
  readonly trust: Policy;
  /** Inline and attached ones. */
  readonly identity: readonly Policy[];
  /** Its permissions boundary. @default - none */
  readonly boundary?: Policy;
  /** `AROA…` */
  readonly roleId: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
}

/** A session to open. */
export interface SessionRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  /** The resource on whose behalf a service asks, for example a pipeline. @default - none */
  readonly sourceArn?: string;
  /** What the session may do at most. @default - all that the role may */
  readonly policy?: Policy;
}

/** What an AssumeRole call asks for. */
export interface AssumeRequest extends SessionRequest {
  /** @default - none */
  readonly externalId?: string;
  /** Session tags; they need `sts:TagSession` as well. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A session of a role. */
export interface RoleSession {
  readonly credentials: AwsIdentity['credentials'];
  readonly assumedRoleArn: string;
  /** `AROA…:session` */
  readonly assumedRoleId: string;
}
