import { AwsError } from '../../kit/aws-error';
import type { RoleSession } from '../../kit/identities';
import { notSupported } from '../../kit/not-supported';
import { type Policy, parsePolicy } from '../../kit/policy/document';

/** What the operations that assume a role have in common. The query protocol sends numbers as strings. */
export interface SessionInput {
  readonly RoleArn?: string;
  readonly RoleSessionName?: string;
  readonly DurationSeconds?: string;
  readonly Policy?: string;
  readonly PolicyArns?: readonly unknown[];
}

/** What a session is opened with. */
interface CheckedSession {
  readonly roleArn: string;
  readonly sessionName: string;
  /** @default - the session may do all that the role may */
  readonly policy?: Policy;
}

/** Characters of a session policy. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const MAX_POLICY_LENGTH = 2048;

/** Seconds. */
const DEFAULT_DURATION = 3600;

/**
 * The role, the session's name and the session's policy that a call asks for.
 * @throws AwsError `ValidationError` where a name is malformed or the policy too long, `MalformedPolicyDocument` where it is
 * none, `UnsupportedOperation` for managed session policies
 */
export function checkSessionInput(
  { RoleArn = '', RoleSessionName = '', Policy, PolicyArns }: SessionInput,
  operation: string,
): CheckedSession {
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(RoleArn))
    throw new AwsError('ValidationError', `${RoleArn} is invalid`);
  if (!/^[\w+=,.@-]{2,64}$/.test(RoleSessionName)) {
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value '${RoleSessionName}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]{2,64}`,
    );
  }
  if (PolicyArns !== undefined) throw notSupported(`sts:${operation} with managed session policies`);
  const named = { roleArn: RoleArn, sessionName: RoleSessionName };
  return Policy === undefined ? named : { ...named, policy: checkSessionPolicy(Policy) };
}

function checkSessionPolicy(text: string): Policy {
  if (text.length > MAX_POLICY_LENGTH)
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value '${text}' at 'policy' failed to satisfy constraint: Member must have length less than or equal to ${MAX_POLICY_LENGTH}`,
    );
  try {
    const policy = parsePolicy('session policy', text);
    if (policy.statements.every(({ actions, notActions }) => actions.length > 0 || notActions)) return policy;
  } catch {
    // refused below, like what is JSON and no policy
  }
  throw new AwsError('MalformedPolicyDocument', 'Syntax errors in policy.');
}

/** How long a session is asked to last. @returns seconds */
export const durationOf = ({ DurationSeconds }: SessionInput): number =>
  Number(DurationSeconds ?? DEFAULT_DURATION);

/**
 * The part of the output that describes the session.
 * @param seconds how long it lasts
 * @param policy the session's, of whose packed size AWS documents only that it is another limit: here it is its length
 */
export const sessionOutput = (
  { credentials, assumedRoleArn, assumedRoleId }: RoleSession,
  seconds: number,
  now: Date,
  policy = '',
) => ({
  Credentials: {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    SessionToken: credentials.sessionToken,
    Expiration: new Date(now.getTime() + seconds * 1000),
  },
  AssumedRoleUser: { AssumedRoleId: assumedRoleId, Arn: assumedRoleArn },
  PackedPolicySize: Math.ceil((policy.length / MAX_POLICY_LENGTH) * 100),
});
