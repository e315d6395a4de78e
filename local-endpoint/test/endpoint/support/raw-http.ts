import { once } from 'node:events';
import { connect } from 'node:net';

/** A request as it is on the wire. */
export interface WireRequest {
  /** Method and target. @default - `GET /` */
  readonly line?: string;
  /** One a line; Host only where it is among them. @default - Host alone */
  readonly headers?: readonly string[];
  /** Sent after the headers, with its length among them. @default - none */
  readonly body?: string | Buffer;
  /** @default - HTTP/1.1 */
  readonly version?: string;
}

/** An answer as it is on the wire. */
export interface WireAnswer {
  /** 0 where the connection was closed without an answer. */
  readonly status: number;
  /** Everything up to the body, in lower case. */
  readonly head: string;
  readonly body: string;
}

/** Sends what no client would, such as two Host headers, and reads until the connection is closed. */
export async function sendRaw(url: string, request: WireRequest): Promise<WireAnswer> {
  const { hostname, port, host } = new URL(url);
  const { line = 'GET /', headers = [`Host: ${host}`], body, version = 'HTTP/1.1' } = request;
  const socket = connect(Number(port), hostname.replace(/[[\]]/g, ''));
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined); // refused while it is still being sent
  const length = body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  socket.write([`${line} ${version}`, ...headers, ...length, 'Connection: close', '', ''].join('\r\n'));
  if (body !== undefined) socket.write(body);
  await once(socket, 'close');
  const text = Buffer.concat(chunks).toString('utf8');
  const end = text.indexOf('\r\n\r\n');
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0),
    head: text.slice(0, end).toLowerCase(),
    body: text.slice(end + 4),
  };
}
