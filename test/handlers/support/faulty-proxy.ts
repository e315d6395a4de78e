import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How calls break: the request is lost, or it is done and the answer is lost, or the service says it cannot now. */
export type Fault = 'request lost' | 'answer lost' | 'unavailable';

/** A way to an endpoint on which connections break when told to. */
export interface FaultyProxy {
  readonly url: string;
  /** How many calls have come since the last {@link heal}. */
  readonly calls: number;
  /** Breaks call number `first` (from 1) and, unless `onlyOnce`, loses every one after it. */
  break(first: number, fault: Fault, onlyOnce?: boolean): void;
  /** Lets everything through again and counts from the beginning. */
  heal(): void;
  close(): Promise<void>;
}

/** @param target base URL of the endpoint */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  let calls = 0;
  let faultOf: (call: number) => Fault | undefined = () => undefined;
  const server = createServer((request, response) => {
    const fault = faultOf(++calls);
    if (fault === 'request lost') request.socket.destroy();
    else if (fault === 'unavailable') response.writeHead(503).end();
    else void pass(target, request, response, fault === 'answer lost');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get calls() {
      return calls;
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
      faultOf = () => undefined;
    },
    close: () => close(server),
  };
}

async function pass(target: string, request: IncomingMessage, response: ServerResponse, lose: boolean) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(
      ([name]) => !['host', 'connection', 'content-length'].includes(name),
    ),
  ) as Record<string, string>;
  const answer = await fetch(`${target}${request.url}`, {
    method: request.method,
    headers,
    body: chunks.length ? Buffer.concat(chunks) : undefined,
  });
  const body = Buffer.from(await answer.arrayBuffer());
  if (lose) return void request.socket.destroy();
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(body);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
