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
 * A document from this port, an object of a bucket for example, is a page of no site when a browser shows it, so that its
 * scripts may not call the port either. https://www.w3.org/TR/CSP3/#directive-sandbox
 */
const OF_NO_SITE = 'sandbox allow-scripts';

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
      response.setHeader('content-security-policy', OF_NO_SITE);
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
