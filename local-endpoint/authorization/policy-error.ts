import { AwsError } from '../kit/aws-error';
/** Services whose refusals are `AccessDenied`; those of the others are `AccessDeniedException`. */
const SHORT_CODE = new Set([
  's3',
  'sts',
  'iam',
  'cloudformation',
  'elasticloadbalancing',
  'autoscaling',
  'sns',
]);

/** The code with which a service refuses. */
function deniedCode(service: string): string {
  if (service === 'ec2') return 'UnauthorizedOperation';
  if (service === 'sns') return 'AuthorizationError';
  return SHORT_CODE.has(service) ? 'AccessDenied' : 'AccessDeniedException';
}

/** JSON services refuse with 400, the others with 403. */
export function accessDenied(
  service: string,
  isJson: boolean,
  who: string,
  action: string,
  resource: string,
  reason: string,
): AwsError {
  const message =
    `User: ${who} is not authorized to perform: ${action} on resource: ${resource} ${reason}`.trim();
  return new AwsError(deniedCode(service), message, isJson ? 400 : 403);
}
