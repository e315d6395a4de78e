import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { ExpectedError } from '../kit/expected-error';
import type { ReachableEndpoint } from '../kit/in-process-handler';
import { createApp } from './app';
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
 * works whatever it resolves to.
 * @throws ExpectedError where the port is taken
 */
export async function startEndpoint(options: StartEndpointOptions): Promise<RunningEndpoint> {
  const app = createApp(options);
  const handle = getRequestListener((request) => app.fetch(request), { overrideGlobalObjects: false });
  const listener: RequestListener = (request, response) => void handle(request, response);
  const first = await listen(listener, options.port, '127.0.0.1');
  const { port } = first.address() as AddressInfo;
  const second = await listen(listener, port, '::1').catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') return undefined; // no IPv6 here
    await close(first);
    throw error;
  });
  return {
    url: `http://127.0.0.1:${port}`,
    answer: (request) => app.answer(request),
    close: async () => {
      await Promise.all([close(first), second && close(second)]);
    },
  };
}

function listen(listener: RequestListener, port: number, host: string): Promise<Server> {
  const server = createServer({ keepAliveTimeout: 65_000 }, listener);
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

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
