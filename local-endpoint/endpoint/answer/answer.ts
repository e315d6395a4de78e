import type { ApiCall } from '../../kit/call';
import type { AwsError } from '../../kit/aws-error';
import { jsonError, jsonOutput } from './json';
import { queryError, queryOutput } from './query';
import { restJsonError, restJsonOutput } from './rest-json';
import { cborError, s3Error, s3Output } from './others';

/** The output of an operation that the endpoint owns, as the caller's protocol writes it. */
export function answerOutput(call: ApiCall, output: object): Response {
  switch (call.protocol) {
    case 'json':
      return jsonOutput(call, output);
    case 'query':
    case 'ec2':
      return queryOutput(call, output);
    case 'rest-json':
      return restJsonOutput(call, output);
    case 'rest-xml':
      return s3Output(call, output);
    case 'cbor':
    case 'rest-other':
      throw new Error(`${call.service} is owned but its protocol ${call.protocol} has no answers`);
  }
}

/** An error, as the caller's protocol writes it. */
export function answerError(
  call: Pick<ApiCall, 'protocol' | 'request' | 'requestId'>,
  error: AwsError,
): Response {
  switch (call.protocol) {
    case 'json':
      return jsonError(call, error);
    case 'query':
    case 'ec2':
      return queryError(call, error);
    case 'rest-json':
    case 'rest-other':
      return restJsonError(call, error);
    case 'rest-xml':
      return s3Error(call, error);
    case 'cbor':
      return cborError(call, error);
  }
}
