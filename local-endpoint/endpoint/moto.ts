import { Agent, request as httpRequest } from 'node:http';
import type { ApiCall, RawRequest } from '../kit/call';
import { AwsError } from '../kit/aws-error';

/** What moto answered. */
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

/**
 * Hands a request to moto, in the caller's account. The Host header stays, because moto puts it into the queue URLs
 * and locations it answers.
 * @param url moto's base URL
 * @throws AwsError where moto does not implement the operation: it says so with a 500, which clients would retry
 */
export async function askMoto(
  url: string,
  call: ApiCall,
  request: RawRequest = call.request,
): Promise<MotoAnswer> {
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
  const { hostname, port } = new URL(url);
  const passed = Object.fromEntries([...headers].filter(([name]) => !HOP_BY_HOP.has(name)));
  const sent = { ...passed, 'content-length': String(body.length), 'x-moto-account-id': accountId };
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method, path, headers: sent, agent: agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const answered = new Headers();
        for (const [name, value] of Object.entries(response.headers)) {
          if (value !== undefined && !HOP_BY_HOP.has(name)) answered.set(name, String(value));
        }
        resolve({ status: response.statusCode ?? 502, headers: answered, body: Buffer.concat(chunks) });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** moto closes every connection itself. */
const agent = new Agent({ keepAlive: false });
