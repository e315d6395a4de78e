import type { ApiCall } from '../../kit/call';
import type { AwsError } from '../../kit/aws-error';
import { jsonError, jsonOutput } from './json';
import { ec2Output, queryError, queryOutput } from './query';
import { restJsonError, restJsonOutput } from './rest-json';
import { cborError, s3Error, s3Output } from './others';

/** The output of an operation of the endpoint's own, in the caller's protocol. */
export async function answerOutput(call: ApiCall, output: object): Promise<Response> {
  switch (call.protocol) {
    case 'json':
      return jsonOutput(call, output);
    case 'query':
      return queryOutput(call, output);
    case 'ec2-query':
      return ec2Output(call, output);
    case 'rest-json':
      return restJsonOutput(call, output);
    case 'rest-xml':
      return s3Output(call, output);
    case 'cbor':
    case 'rest-other':
      throw new Error(
        `${call.service} has operations of its own, but answers in its protocol ${call.protocol} are not supported`,
      );
  }
}

/** An error, in the caller's protocol. */
export function answerError(
  call: Pick<ApiCall, 'protocol' | 'request' | 'requestId'>,
  error: AwsError,
): Response {
  switch (call.protocol) {
    case 'json':
      return jsonError(call, error);
    case 'query':
    case 'ec2-query':
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
