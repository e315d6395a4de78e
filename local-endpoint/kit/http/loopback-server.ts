import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { webRequestReason } from './web-request';

/** How a server on a loopback address behaves. */
export interface LoopbackServerOptions {
  /** Milliseconds for which a connection stays open between two requests. @default - Node's 5,000 */
  readonly keepAliveTimeout?: number;
  /**
   * Answers a request that a page of another site may have caused.
   * @default - status 403, with the reason as text
   */
  readonly refuse?: (request: IncomingMessage, response: ServerResponse, reason: string) => void;
  /** Whether the listener itself sends `100 Continue` to clients that wait for it. @default false */
  readonly continues?: boolean;
}

/**
 * The only HTTP server of this workspace: no request that a page of another site may have caused reaches the listener
 * ({@link webRequestReason}), upgrades and those with `Expect` included.
 */
export function createLoopbackServer(
  listener: RequestListener,
  { keepAliveTimeout, refuse = refuseAsText, continues = false }: LoopbackServerOptions = {},
): Server {
  const guarded =
    (answer: RequestListener): RequestListener =>
    (request, response) => {
      const reason = webRequestReason(request);
      if (reason === undefined) answer(request, response);
      else refuse(request, response, reason);
    };
  const server = createServer({ keepAliveTimeout, requireHostHeader: false }, guarded(listener));
  const afterContinue: RequestListener = (request, response) => {
    response.writeContinue();
    listener(request, response);
  };
  server.on('checkContinue', guarded(continues ? listener : afterContinue));
  return server;
}

function refuseAsText(_request: IncomingMessage, response: ServerResponse, reason: string): void {
  response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end(`${reason}\n`);
}
