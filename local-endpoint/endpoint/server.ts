import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { AwsError } from '../kit/aws-error';
import { DroppedConnection } from '../kit/dropped-connection';
import { ExpectedError } from '../kit/expected-error';
import { headerFields } from '../kit/http/header-fields';
import { createLoopbackServer } from '../kit/http/loopback-server';
import type { ReachableEndpoint } from '../kit/in-process-handler';
import { type App, createApp } from './app';
import { isEmpty } from './moto';
import type { EndpointOptions } from './options';

export interface StartEndpointOptions extends EndpointOptions {
  /** 0 takes any free one. */
  readonly port: number;
}

export interface RunningEndpoint extends ReachableEndpoint {
  /** Stops listening and ends every open connection. */
  close(): Promise<void>;
}

/**
 * Listens on the loopback interface only, on 127.0.0.1 and, where the machine has it, on ::1, so that `localhost`
 * works whatever it resolves to. What a page of another site may have sent is refused before anything is routed.
 * @throws ExpectedError where the port is taken
 */
export async function startEndpoint(options: StartEndpointOptions): Promise<RunningEndpoint> {
  const app = createApp(options);
  const { clock } = options;
  const first = await listen(app, options, options.port, '127.0.0.1');
  const { port } = first.address() as AddressInfo;
  const second = await listen(app, options, port, '::1').catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') return undefined; // no IPv6 here
    await close(first);
    throw error;
  });
  return {
    url: `http://127.0.0.1:${port}`,
    answer: (request) => clock.working(`call ${request.method} ${request.path}`, () => app.answer(request)),
    close: async () => {
      await Promise.all([close(first), second && close(second)]);
    },
  };
}

function listen(app: App, options: EndpointOptions, port: number, host: string): Promise<Server> {
  const server = createLoopbackServer(listenerOf(app, options), {
    keepAliveTimeout: 65_000,
    continues: true,
    refuse: (request, response, reason) => void refuse(app, request, response, reason),
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') return reject(error);
      reject(
        new ExpectedError(`Port ${port} is already taken; choose another one with --port`, { cause: error }),
      );
    });
    server.listen(port, host, () => resolve(server));
  });
}

function listenerOf(
  app: App,
  { clock, log }: EndpointOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const handle = getRequestListener(
    (request, { outgoing }) =>
      app
        .fetch(request, () => {
          if (request.headers.has('expect') && 'writeContinue' in outgoing) outgoing.writeContinue();
        })
        .catch((error: unknown) => {
          if (!(error instanceof DroppedConnection)) throw error;
          outgoing.destroy();
          return new Response(null); // nobody gets it
        }),
    { overrideGlobalObjects: false },
  );
  return (request, response) => {
    const what = `request ${[request.method, request.url, request.headers['x-amz-target']].filter(Boolean).join(' ')}`;
    void clock.working(what, async () =>
      isSignedCall(request) ? answerCall(app, request, response, log) : handle(request, response),
    );
  };
}

/** Bytes; copying more than that would take longer than writing twice. */
const MAX_WRITTEN_AT_ONCE = 16_384;

/** What a route takes is not signed. */
const isSignedCall = ({ url, headers }: IncomingMessage): boolean =>
  url?.startsWith('/') === true && headers.authorization?.startsWith('AWS') === true;

async function answerCall(
  app: App,
  request: IncomingMessage,
  response: ServerResponse,
  log: EndpointOptions['log'],
): Promise<void> {
  const { method = '', url: path = '' } = request;
  const call = { method, path, headers: headerFields(request.rawHeaders), body: request };
  try {
    const answer = await app.call(call, () => {
      if (request.headers.expect !== undefined) response.writeContinue();
    });
    const isMotos = !(answer instanceof Response);
    const content = isMotos ? answer.body : Buffer.from(await answer.arrayBuffer());
    response.statusCode = answer.status;
    for (const [name, value] of answer.headers) response.setHeader(name, value);
    if (!request.complete) response.shouldKeepAlive = false; // it was refused before its end, which nobody reads
    if (method === 'HEAD' || (isMotos && isEmpty(answer))) response.end();
    else if (content.length > MAX_WRITTEN_AT_ONCE) response.end(content);
    else response.end(content.toString('latin1'), 'latin1'); // Node writes a text together with its head
    request.resume();
  } catch (error) {
    const isGone = request.destroyed && !request.complete; // in the middle of its body
    if (!isGone && !(error instanceof DroppedConnection))
      log(`${method} ${path} got no answer: ${error instanceof Error ? error.message : String(error)}`);
    response.destroy();
  }
}

async function refuse(
  app: App,
  { method = '', url = '', headers }: IncomingMessage,
  response: ServerResponse,
  reason: string,
): Promise<void> {
  const known = new Headers();
  for (const name of ['authorization', 'content-type', 'x-amz-target', 'smithy-protocol'])
    if (typeof headers[name] === 'string') known.set(name, headers[name]);
  const path = URL.canParse(url, 'http://any') && url.startsWith('/') ? url : '/';
  const request = { method, path, headers: known, body: new Uint8Array() };
  const refused = app.refuse(request, new AwsError('AccessDenied', reason, 403));
  response.writeHead(refused.status, Object.fromEntries(refused.headers)).end(await refused.text());
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
