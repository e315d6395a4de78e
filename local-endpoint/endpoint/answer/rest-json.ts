import type { ApiCall } from '../../kit/call';
import { lambdaSchema } from '../identify/lambda';
import type { Member } from '../identify/schema';
import type { AwsError } from '../../kit/aws-error';
import { toJson } from './json';

/** restJson1, as Lambda speaks it. https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
export function restJsonOutput(call: ApiCall, output: object): Response {
  const schema = lambdaSchema(call.operation);
  const members = schema?.output ?? [];
  const headers = new Headers({ 'content-type': 'application/json', 'x-amzn-requestid': call.requestId });
  const document: Record<string, unknown> = {};
  let status = schema?.status ?? 200;
  let payload: unknown;
  for (const [name, value] of Object.entries(output) as [string, unknown][]) {
    const member = members.find((candidate) => candidate.name === name);
    if (member?.place === 'status') status = Number(value);
    else if (member?.place === 'payload') payload = value;
    else if (member?.place === 'header') setHeader(headers, member, value);
    else document[name] = value;
  }
  const hasPayload = members.some(({ place }) => place === 'payload');
  return new Response(status === 204 ? null : hasPayload ? bytes(payload) : toJson(document), {
    status,
    headers,
  });
}

/** An error of a REST service. */
export function restJsonError(call: Pick<ApiCall, 'requestId'>, error: AwsError): Response {
  const body = JSON.stringify({ Type: error.status >= 500 ? 'Service' : 'User', message: error.message });
  const headers = {
    'content-type': 'application/json',
    'x-amzn-requestid': call.requestId,
    'x-amzn-errortype': error.code,
  };
  return new Response(body, { status: error.status, headers });
}

function setHeader(headers: Headers, { wireName }: Member, value: unknown): void {
  if (typeof value === 'string') headers.set(wireName, value);
  else if (value !== undefined && value !== null) headers.set(wireName, JSON.stringify(value));
}

function bytes(payload: unknown): Uint8Array<ArrayBuffer> | string {
  if (payload === undefined || payload === null) return '';
  if (payload instanceof Uint8Array) return new Uint8Array(payload);
  return typeof payload === 'string' ? payload : toJson(payload);
}
