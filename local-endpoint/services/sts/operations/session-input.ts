import { AwsError } from '../../../kit/aws-error';

/** What narrows a session down in AWS. */
export interface SessionPolicies {
  Policy?: string;
  PolicyArns?: unknown[];
}

/**
 * The role and the session's name that a call asks for.
 * @throws AwsError `ValidationError` where either is not one
 */
export function checkNames({
  RoleArn = '',
  RoleSessionName = '',
}: {
  RoleArn?: string;
  RoleSessionName?: string;
}): { roleArn: string; sessionName: string } {
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(RoleArn))
    throw new AwsError('ValidationError', `${RoleArn} is invalid`);
  if (!/^[\w+=,.@-]{2,64}$/.test(RoleSessionName)) {
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value '${RoleSessionName}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]{2,64}`,
    );
  }
  return { roleArn: RoleArn, sessionName: RoleSessionName };
}

/** @throws AwsError `UnsupportedOperation` where a call brings session policies */
export function checkNoSessionPolicies({ Policy, PolicyArns }: SessionPolicies, operation: string): void {
  if (Policy === undefined && PolicyArns === undefined) return;
  throw new AwsError(
    'UnsupportedOperation',
    `Session policies of sts:${operation} are not supported by the local endpoint`,
  );
}
