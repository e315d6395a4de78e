import { XMLBuilder } from 'fast-xml-parser';
import type { ApiCall } from '../../kit/call';
import type { AwsError } from '../../kit/aws-error';
const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: true,
});

/** Namespaces of the owned services; clients do not look at them, people do. */
const NAMESPACES: Readonly<Record<string, string>> = {
  cloudformation: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
};

/** awsQuery. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export function queryOutput(call: ApiCall, output: object): Response {
  const { operation, service, requestId } = call;
  const namespace = NAMESPACES[service] ?? `https://${service}.amazonaws.com/doc/`;
  return xml(requestId, 200, {
    [`${operation}Response`]: {
      '@xmlns': namespace,
      [`${operation}Result`]: elements(output),
      ResponseMetadata: { RequestId: requestId },
    },
  });
}

/** A sender's error unless the status says otherwise; EC2 wraps it differently. */
export function queryError(call: Pick<ApiCall, 'protocol' | 'requestId'>, error: AwsError): Response {
  const { code: Code, message: Message, status } = error;
  if (call.protocol === 'ec2') {
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
