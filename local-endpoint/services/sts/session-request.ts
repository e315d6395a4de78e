import { AwsError } from '../../kit/aws-error';
import type { RoleSession } from '../../kit/identities';
import { notSupported } from '../../kit/not-supported';

/** What the operations that assume a role have in common. The query protocol sends numbers as strings. */
export interface SessionInput {
  readonly RoleArn?: string;
  readonly RoleSessionName?: string;
  readonly DurationSeconds?: string;
  readonly Policy?: string;
  readonly PolicyArns?: readonly unknown[];
}

/** Seconds. */
const DEFAULT_DURATION = 3600;

/**
 * The role and the session's name that a call asks for.
 * @throws AwsError `ValidationError` where either is malformed, `UnsupportedOperation` for session policies
 */
export function checkSessionInput(
  { RoleArn = '', RoleSessionName = '', Policy, PolicyArns }: SessionInput,
  operation: string,
): { roleArn: string; sessionName: string } {
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(RoleArn))
    throw new AwsError('ValidationError', `${RoleArn} is invalid`);
  if (!/^[\w+=,.@-]{2,64}$/.test(RoleSessionName)) {
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value '${RoleSessionName}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]{2,64}`,
    );
  }
  if (Policy !== undefined || PolicyArns !== undefined)
    throw notSupported(`sts:${operation} with session policies`);
  return { roleArn: RoleArn, sessionName: RoleSessionName };
}

/** How long a session is asked to last. @returns seconds */
export const durationOf = ({ DurationSeconds }: SessionInput): number =>
  Number(DurationSeconds ?? DEFAULT_DURATION);

/**
 * The part of the output that describes the session.
 * @param seconds how long it lasts
 */
export const sessionOutput = (
  { credentials, assumedRoleArn, assumedRoleId }: RoleSession,
  seconds: number,
  now: Date,
) => ({
  Credentials: {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    SessionToken: credentials.sessionToken,
    Expiration: new Date(now.getTime() + seconds * 1000),
  },
  AssumedRoleUser: { AssumedRoleId: assumedRoleId, Arn: assumedRoleArn },
  PackedPolicySize: 0,
});
