import { XMLBuilder } from 'fast-xml-parser';
import type { ApiCall } from '../../kit/call';
import type { AwsError } from '../../kit/aws-error';
const builder = new XMLBuilder();

/**
 * The output of an S3 operation that the endpoint owns: a bucket's policy is the body itself
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html), and `Document` is XML as the operation wrote it.
 */
export function s3Output(call: ApiCall, output: object): Response {
  const { Policy, Document } = output as { Policy?: string; Document?: string };
  const headers = { 'x-amz-request-id': call.requestId };
  if (Document !== undefined)
    return new Response(Document, { headers: { ...headers, 'content-type': 'application/xml' } });
  if (Policy === undefined) return new Response(null, { status: 204, headers });
  return new Response(Policy, { headers: { ...headers, 'content-type': 'application/json' } });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html; an answer to HEAD has no body. */
export function s3Error(call: Pick<ApiCall, 'request' | 'requestId'>, error: AwsError): Response {
  const headers = { 'content-type': 'application/xml', 'x-amz-request-id': call.requestId };
  if (call.request.method === 'HEAD') return new Response(null, { status: error.status, headers });
  const body = builder.build({
    Error: { Code: error.code, Message: error.message, RequestId: call.requestId },
  });
  return new Response(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`, { status: error.status, headers });
}

/** An error in Smithy's RPC v2, which only services speak that the endpoint forwards. */
export function cborError(call: Pick<ApiCall, 'requestId'>, error: AwsError): Response {
  const fields = [text('__type'), text(error.code), text('message'), text(error.message)];
  const headers = {
    'content-type': 'application/cbor',
    'smithy-protocol': 'rpc-v2-cbor',
    'x-amzn-requestid': call.requestId,
  };
  return new Response(Buffer.concat([Buffer.from([0xa2]), ...fields]), { status: error.status, headers });
}

/** A CBOR text string with a 32-bit length. https://www.rfc-editor.org/rfc/rfc8949#section-3.1 */
function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  const head = Buffer.from([0x7a, 0, 0, 0, 0]);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}
