import { Agent, request as httpRequest } from 'node:http';
import { unescape } from 'node:querystring';
import type { ApiCall, RawRequest } from '../kit/call';
import { AwsError } from '../kit/aws-error';

export interface MotoAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

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
 * @throws AwsError where the path is one of moto's own pages, or moto does not implement the operation: its answer has status 500, which clients would retry
 */
export async function askMoto(
  url: string,
  call: ApiCall,
  request: RawRequest = call.request,
): Promise<MotoAnswer> {
  if (MOTO_PAGES.test(unescape(request.path)))
    throw new AwsError(
      'UnsupportedOperation',
      `A path must not begin with /moto-api, /favicon.ico, /latest/meta-data/ or /latest/api/, which are no AWS API (got: ${request.path})`,
    );
  const answer = await send(url, request, call.context.caller.accountId);
  if (answer.status >= 500) {
    throw new AwsError(
      'UnsupportedOperation',
      `${call.service}:${call.operation} is not supported by the local endpoint: moto answered ${answer.status}`,
    );
  }
  return answer;
}

function send(
  url: string,
  { method, path, headers, body }: RawRequest,
  accountId: string,
): Promise<MotoAnswer> {
  const { hostname, port, pathname } = new URL(url);
  const target = `${pathname === '/' ? '' : pathname}${path}`;
  const passed = Object.fromEntries([...headers].filter(([name]) => !HOP_BY_HOP.has(name)));
  const sent = { ...passed, 'content-length': String(body.length), 'x-moto-account-id': accountId };
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { hostname, port, method, path: target, headers: sent, agent },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const answered = new Headers();
          for (const [name, value] of Object.entries(response.headers)) {
            if (value !== undefined && isPassedOn(name)) answered.set(name, String(value));
          }
          resolve({ status: response.statusCode ?? 502, headers: answered, body: Buffer.concat(chunks) });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** No answer permits the pages of other sites anything, whatever moto, or the CORS rules of a bucket, permit them. */
const isPassedOn = (name: string): boolean => !HOP_BY_HOP.has(name) && !name.startsWith('access-control-');

/** Those that are idle do not keep this process alive. */
const agent = new Agent({ keepAlive: true, maxFreeSockets: 32 });
