import { restOperation } from './rest-operation';
import { type IncomingMessage, request } from 'node:http';

/** An answer of the endpoint, as far as the SDK reads it. */
export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** The answer of an operation without output. */
export const NOTHING: Answer = { status: 200, headers: {}, body: Buffer.from('') };

/**
 * The operation that a request asks for, in the JSON and query protocols, to S3, where the SDK names it beside the path, and
 * to Lambda, where method and path are its name.
 * @param path behind the gate's own
 */
export const operationOf = ({ headers, method = '' }: IncomingMessage, path: string, body: Buffer): string =>
  String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1) ||
  (new URLSearchParams(body.toString()).get('Action') ??
    new URLSearchParams(path.split('?')[1]).get('x-id') ??
    restOperation(method, path) ??
    '');

/** The headers of an answer that the SDK reads: in the REST protocol one of them names an error. */
const READ_HEADERS = ['content-type', 'x-amzn-errortype'];

/** Sends a request on to the endpoint. */
export function forward(
  endpoint: string,
  path: string,
  { method, headers }: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const kept = Object.fromEntries(
      Object.entries(headers).filter(([name]) => name !== 'host' && name !== 'connection'),
    );
    const sent = request(`${endpoint}${path}`, { method, headers: kept }, (answer) => {
      bytesOf(answer).then(
        (bytes) =>
          resolve({
            status: answer.statusCode ?? 500,
            headers: Object.fromEntries(
              READ_HEADERS.flatMap((name) => {
                const value = answer.headers[name];
                return typeof value === 'string' ? [[name, value]] : [];
              }),
            ),
            body: bytes,
          }),
        reject,
      );
    });
    sent.on('error', reject).end(body);
  });
}

/** The whole body of a request or an answer. */
export async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
