import { XMLBuilder } from 'fast-xml-parser';
import type { ApiCall } from '../../kit/call';
import type { AwsError } from '../../kit/aws-error';
import { operationShapes } from '../ec2-query/shape';
import { xmlOf } from '../ec2-query/xml';
const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: true,
});

/** ec2Query. https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html */
export async function ec2Output(call: ApiCall, output: object): Promise<Response> {
  const { operation, requestId } = call;
  const shapes = await operationShapes(operation);
  if (!shapes) throw new Error(`EC2 has no such operation, got: ${operation}`);
  const headers = { 'content-type': 'text/xml', 'x-amzn-requestid': requestId };
  return new Response(xmlOf(operation, requestId, shapes.output, output), { headers });
}

/** awsQuery. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export function queryOutput(call: ApiCall, output: object): Response {
  const { operation, service, requestId } = call;
  return xml(requestId, 200, {
    [`${operation}Response`]: {
      '@xmlns': `https://${service}.amazonaws.com/doc/`, // clients do not read it
      [`${operation}Result`]: elements(output),
      ResponseMetadata: { RequestId: requestId },
    },
  });
}

/** A sender's error below status 500; EC2 wraps it differently. */
export function queryError(call: Pick<ApiCall, 'protocol' | 'requestId'>, error: AwsError): Response {
  const { code: Code, message: Message, status } = error;
  if (call.protocol === 'ec2-query') {
    return xml(call.requestId, status, {
      Response: { Errors: { Error: { Code, Message } }, RequestID: call.requestId },
    });
  }
  const Type = status >= 500 ? 'Receiver' : 'Sender';
  return xml(call.requestId, status, {
    ErrorResponse: { Error: { Type, Code, Message }, RequestId: call.requestId },
  });
}

function xml(requestId: string, status: number, document: object): Response {
  const headers = { 'content-type': 'text/xml', 'x-amzn-requestid': requestId };
  return new Response(`<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(document)}`, {
    status,
    headers,
  });
}

/** Lists become `<member>`s, dates ISO 8601; what is undefined is left out. */
function elements(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.length === 0 ? '' : { member: value.map(elements) };
  if (typeof value !== 'object' || value === null) return value;
  const present = Object.entries(value).filter(([, item]) => item !== undefined && item !== null);
  return Object.fromEntries(present.map(([name, item]) => [name, elements(item)]));
}
