import { AwsError } from '../kit/aws-error';
import type { ApiCall, Protocol } from '../kit/call';

/**
 * The refusal of a call that is one too many. Where AWS documents none for a service, it is the one of services with its
 * protocol; SDKs and the AWS CLI repeat after each of them.
 * @param code the service's own @default - what services of the call's protocol use
 */
export function throttled({ protocol }: Pick<ApiCall, 'protocol'>, code?: string): AwsError {
  const [protocolCode, message, status] = THROTTLED[protocol] ?? THROTTLED.json;
  return new AwsError(code ?? protocolCode, message, status);
}

type ErrorParts = readonly [code: string, message: string, status: number];

const RATE_EXCEEDED = 'Rate exceeded';

/**
 * EC2: https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html and, for the status,
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html; S3:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html; Lambda, the only REST service with JSON:
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html. The common errors of the others have ThrottlingException
 * (https://docs.aws.amazon.com/systems-manager/latest/APIReference/CommonErrors.html); services of the query protocol have
 * been seen to answer Throttling (https://repost.aws/knowledge-center/cloudformation-rate-exceeded-error).
 */
const THROTTLED: Readonly<Partial<Record<Protocol, ErrorParts>>> & { readonly json: ErrorParts } = {
  json: ['ThrottlingException', RATE_EXCEEDED, 400],
  query: ['Throttling', RATE_EXCEEDED, 400],
  'ec2-query': ['RequestLimitExceeded', 'Request limit exceeded.', 503],
  'rest-json': ['TooManyRequestsException', RATE_EXCEEDED, 429],
  'rest-xml': ['SlowDown', 'Please reduce your request rate.', 503],
};

/** An error of the service itself, with status 500. The pages are those of {@link throttled}. */
export function serverError({ protocol }: Pick<ApiCall, 'protocol'>): AwsError {
  const [code, message] = SERVER_ERRORS[protocol] ?? SERVER_ERROR;
  return new AwsError(code, message, 500);
}

const SERVER_ERROR = ['InternalFailure', 'An internal error has occurred'] as const;

const SERVER_ERRORS: Readonly<Partial<Record<Protocol, readonly [code: string, message: string]>>> = {
  'ec2-query': ['InternalError', 'An internal error has occurred'],
  'rest-json': ['ServiceException', 'An internal error has occurred'],
  'rest-xml': ['InternalError', 'We encountered an internal error. Please try again.'],
};
