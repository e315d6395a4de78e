import * as client from '@aws-sdk/client-lambda';
import type { RawRequest } from '../../kit/call';
import { AwsError } from '../../kit/aws-error';
import { urlOf } from '../../kit/http/url-of';
import { boundInput, createRouter, type RestRequest } from './rest-route';
import { operationsOf, type OperationSchema } from './schema';

const operations = operationsOf(client);
const route = createRouter(operations);
const byName = new Map(operations.map((schema) => [schema.name, schema]));

/** @returns undefined for an operation that Lambda does not have */
export const lambdaSchema = (operation: string): OperationSchema | undefined => byName.get(operation);

/** The operation and input of a Lambda request; `Payload` of Invoke is bytes. */
export function identifyLambda(request: RawRequest): { operation: string; input: Record<string, unknown> } {
  const { pathname, searchParams } = urlOf(request.path);
  const segments = pathname.split('/').filter(Boolean).map(decodeURIComponent);
  const parsed: RestRequest = {
    method: request.method,
    segments,
    query: searchParams,
    headers: request.headers,
  };
  const match = route(parsed);
  if (!match) return { operation: `${request.method} ${pathname}`, input: {} };
  const payload = match.schema.input.find(({ location }) => location === 'payload');
  const body = payload ? { [payload.name]: request.body } : documentOf(request.body);
  return { operation: match.schema.name, input: { ...body, ...boundInput(match, parsed) } };
}

function documentOf(body: Uint8Array): Record<string, unknown> {
  if (body.length === 0) return {};
  try {
    return JSON.parse(Buffer.from(body).toString('utf8')) as Record<string, unknown>;
  } catch {
    throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json.');
  }
}
