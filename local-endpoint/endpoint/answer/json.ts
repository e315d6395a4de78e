import type { ApiCall } from '../../kit/call';
import type { AwsError } from '../../kit/aws-error';

/** awsJson 1.0 and 1.1. https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export function jsonOutput(call: ApiCall, output: object): Response {
  return new Response(toJson(output), { headers: headersOf(call) });
}

/** The code goes in both places where clients of different ages look. */
export function jsonError(call: Pick<ApiCall, 'request' | 'requestId'>, error: AwsError): Response {
  const body = JSON.stringify({ __type: error.code, message: error.message });
  return new Response(body, {
    status: error.status,
    headers: { ...headersOf(call), 'x-amzn-errortype': error.code },
  });
}

/** JSON as AWS writes it: dates in epoch seconds, bytes in base64, nothing for what is undefined. */
export function toJson(value: unknown): string {
  return JSON.stringify(plain(value));
}

function plain(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
}

function headersOf({ request, requestId }: Pick<ApiCall, 'request' | 'requestId'>): Record<string, string> {
  const asked = request.headers.get('content-type') ?? '';
  const type = asked.startsWith('application/x-amz-json-1.0') ? asked : 'application/x-amz-json-1.1';
  return { 'content-type': type, 'x-amzn-requestid': requestId };
}
