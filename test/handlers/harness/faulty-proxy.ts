import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ReachableEndpoint } from '../../../local-endpoint/kit/in-process-handler';

/** The request does not arrive, or it does and the response is lost, or the service responds with status 503. */
export type Fault = 'request lost' | 'response lost' | 'unavailable';

/** A proxy of an endpoint that fails calls on demand. */
export interface FaultyProxy {
  readonly url: string;
  /** Number of calls since the last {@link heal}. */
  readonly calls: number;
  /** The operations that arrived since the last {@link heal}; none of a REST protocol. */
  readonly operations: readonly string[];
  /** Fails call number `first` (from 1) and, unless `onlyOnce`, loses every request after it. */
  break(first: number, fault: Fault, onlyOnce?: boolean): void;
  /** Forwards everything again and counts from zero. */
  heal(): void;
  close(): Promise<void>;
}

/** Starts one in front of an endpoint in this process. */
export async function startFaultyProxy(target: ReachableEndpoint): Promise<FaultyProxy> {
  let calls = 0;
  const operations: string[] = [];
  let faultOf: (call: number) => Fault | undefined = () => undefined;
  const server = createServer((received, response) => {
    const fault = faultOf(++calls);
    if (fault === 'request lost') received.socket.destroy();
    else if (fault === 'unavailable') response.writeHead(503).end();
    else void forward(target, received, response, fault === 'response lost', operations);
  });
  // On a busy machine a client may reuse a connection just as its timeout closes it, which would be one more fault.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get calls() {
      return calls;
    },
    get operations() {
      return operations;
    },
    break: (first, fault, onlyOnce = false) => {
      calls = 0;
      faultOf = (call) => {
        if (call === first) return fault;
        return call > first && !onlyOnce ? 'request lost' : undefined;
      };
    },
    heal: () => {
      calls = 0;
      operations.length = 0;
      faultOf = () => undefined;
    },
    close: () => close(server),
  };
}

async function forward(
  target: ReachableEndpoint,
  received: IncomingMessage,
  response: ServerResponse,
  lose: boolean,
  operations: string[],
) {
  const body = await bytesOf(received);
  operations.push(...operationOf(received, body.toString()));
  const headers = new Headers();
  for (const [name, value] of Object.entries(received.headers))
    if (name !== 'host' && name !== 'connection') headers.set(name, String(value));
  const { method = '', url: path = '' } = received;
  const answer = await target.answer({ method, path, headers, body });
  const answered = Buffer.from(await answer.arrayBuffer());
  if (lose) return void received.socket.destroy();
  response.writeHead(answer.status, headersOf(answer)).end(answered);
}

/** What a client reads of an answer: REST protocols name the error in a header. */
function headersOf({ headers }: Response): Record<string, string> {
  const error = headers.get('x-amzn-errortype');
  return { 'content-type': headers.get('content-type') ?? '', ...(error && { 'x-amzn-errortype': error }) };
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The JSON protocols name it in a header, the query protocols in the form. */
function operationOf({ headers }: IncomingMessage, body: string): string[] {
  const [, inHeader] = /\.(\w+)$/.exec(`${headers['x-amz-target'] as string | undefined}`) ?? [];
  const [, inForm] = /(?:^|&)Action=(\w+)/.exec(body) ?? [];
  return [inHeader ?? inForm ?? []].flat();
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
