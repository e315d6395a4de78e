import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call that passed. */
export interface CountedCall {
  /** `service:Operation` */
  readonly name: string;
  /** Whether it only reads. */
  readonly reads: boolean;
}

/** Answers calls instead of the endpoint. @returns undefined for those that it does not answer */
export type Answers = (name: string, input: Readonly<Record<string, unknown>>) => object | undefined;

/** A proxy before the endpoint that counts what passes. */
export interface CountingProxy {
  readonly url: string;
  /** In the order in which they came. STS is left out, and what is answered here. */
  readonly calls: CountedCall[];
  close(): Promise<void>;
}

/** @param endpoint whose calls are counted */
export async function startCountingProxy(endpoint: string, answers: Answers): Promise<CountingProxy> {
  const calls: CountedCall[] = [];
  const server = createServer((incoming, response) => {
    void pass(incoming, response, endpoint, answers, calls);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function pass(
  incoming: IncomingMessage,
  response: ServerResponse,
  endpoint: string,
  answers: Answers,
  calls: CountedCall[],
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const name = nameOf(incoming, body.toString());
  const answer = name.startsWith('codepipeline:')
    ? answers(name, JSON.parse(body.toString() || '{}') as Record<string, unknown>)
    : undefined;
  if (answer) {
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify(answer));
    return;
  }
  if (!name.startsWith('sts:')) calls.push({ name, reads: /:(?:Describe|Get|List)/.test(name) });
  const { hostname, port } = new URL(endpoint);
  const { method, url: path, headers } = incoming;
  const outgoing = request({ hostname, port, method, path, headers }, (answered) => {
    response.writeHead(answered.statusCode ?? 500, answered.headers);
    answered.pipe(response);
  });
  outgoing.on('error', () => response.destroy());
  outgoing.end(body);
}

/** Of a JSON protocol the target, of the query protocols the action; the service is in the signature's scope. */
function nameOf({ headers }: IncomingMessage, body: string): string {
  const [, service = ''] = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  const target = String(headers['x-amz-target'] ?? '');
  const operation = target ? target.split('.').at(-1) : new URLSearchParams(body).get('Action');
  return `${service}:${operation}`;
}
