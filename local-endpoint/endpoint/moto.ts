import { unescape } from 'node:querystring';
import type { ApiCall, RawRequest } from '../kit/call';
import { AwsError } from '../kit/aws-error';
import type { Clock } from '../kit/clock';
import { type HeaderFields, headerFields } from '../kit/http/header-fields';
import { exchange } from './moto-connection';

export interface MotoAnswer {
  readonly status: number;
  readonly headers: HeaderFields;
  readonly body: Buffer;
}

/** Whether an answer has no body, or may have none. */
export const isEmpty = ({ status, body }: MotoAnswer): boolean =>
  body.length === 0 || status === 204 || status === 304;

/** Headers that concern one connection only. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'expect',
  'proxy-connection',
  'te',
  'upgrade',
]);

/** Where moto has its dashboard, its own controls such as a reset of all state, and an instance's metadata. */
const MOTO_PAGES = /^\/+(?:moto-api|favicon\.ico$|latest\/(?:meta-data|api)\/)/i;

/**
 * Sends a request to moto, in the caller's account. The Host header is kept, because moto puts it into the queue URLs
 * and locations of its answers.
 * @param url moto's base URL
 * @param clock what moto's time is
 * @throws AwsError where the path is one of moto's own pages, or moto does not implement the operation: its answer has status 500, which clients would retry
 */
export async function askMoto(
  url: string,
  clock: Pick<Clock, 'now'>,
  call: ApiCall,
  request: RawRequest = call.request,
): Promise<MotoAnswer> {
  if (MOTO_PAGES.test(request.path.includes('%') ? unescape(request.path) : request.path))
    throw new AwsError(
      'UnsupportedOperation',
      `A path must not begin with /moto-api, /favicon.ico, /latest/meta-data/ or /latest/api/, which are no AWS API (got: ${request.path})`,
    );
  const answer = await send(url, request, [
    ['x-moto-account-id', call.context.caller.accountId],
    ['x-local-time', String(clock.now().getTime())],
  ]);
  if (answer.status >= 500) {
    throw new AwsError(
      'UnsupportedOperation',
      `${call.service}:${call.operation} is not supported by the local endpoint: moto answered ${answer.status}`,
    );
  }
  return answer;
}

async function send(
  url: string,
  { method, path, headers, body }: RawRequest,
  own: readonly (readonly [string, string])[],
): Promise<MotoAnswer> {
  const { hostname, port, prefix } = addressOf(url);
  const fields: (readonly [string, string])[] = [...own, ['content-length', String(body.length)]];
  if (!headers.has('host')) fields.push(['host', `${hostname}:${port}`]); // a call without a connection may have none
  for (const field of headers) if (!HOP_BY_HOP.has(field[0]) && !OWN_FIELDS.has(field[0])) fields.push(field);
  const answer = await exchange(hostname, port, { method, path: `${prefix}${path}`, fields, body });
  return { status: answer.status, headers: headerFields(answer.rawHeaders, isPassedOn), body: answer.body };
}

/** What the endpoint states itself, whatever the caller sends. */
const OWN_FIELDS = new Set(['x-moto-account-id', 'x-local-time', 'content-length']);

/** A process has one moto, or a few in its tests. */
const addresses = new Map<string, ReturnType<typeof parseAddress>>();

function addressOf(url: string): ReturnType<typeof parseAddress> {
  const known = addresses.get(url) ?? parseAddress(url);
  addresses.set(url, known);
  return known;
}

function parseAddress(url: string) {
  const { hostname, port, pathname } = new URL(url);
  return { hostname, port: Number(port), prefix: pathname === '/' ? '' : pathname };
}

/** No answer permits the pages of other sites anything, whatever moto, or the CORS rules of a bucket, permit them. */
const isPassedOn = (name: string): boolean => !HOP_BY_HOP.has(name) && !name.startsWith('access-control-');
