import { AwsError } from '../kit/aws-error';
import type { ApiCall, Protocol } from '../kit/call';

/**
 * The refusal of a call, with IAM's message. JSON services answer it with 400, the others with 403.
 * @param reason which policy denies, or which does not allow @default - none is named
 * @param code @default - what services of the call's protocol use
 */
export function accessDenied(
  { protocol, context: { caller } }: Pick<ApiCall, 'protocol' | 'context'>,
  action: string,
  resource: string,
  reason = '',
  code = codeOf(protocol),
): AwsError {
  const principal = caller.servicePrincipal ?? caller.arn;
  const opening = protocol === 'ec2-query' ? 'You are not authorized to perform this operation. ' : '';
  const message =
    `${opening}User: ${principal} is not authorized to perform: ${action} on resource: ${resource} ${reason}`.trim();
  return new AwsError(code, message, protocol === 'json' ? 400 : 403);
}

function codeOf(protocol: Protocol): string {
  if (protocol === 'ec2-query') return 'UnauthorizedOperation';
  return protocol === 'query' || protocol === 'rest-xml' ? 'AccessDenied' : 'AccessDeniedException';
}
