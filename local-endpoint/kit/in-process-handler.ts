import { tracingChannel } from 'node:diagnostics_channel';
import { Readable } from 'node:stream';
import type { STSClient } from '@aws-sdk/client-sts';
import type { RawRequest } from './call';

/** The name of the tracing channel of calls without a connection. */
export const IN_PROCESS_CALLS = 'local-endpoint.call';

/** What sends the requests of an SDK client. */
export type RequestHandler = STSClient['config']['requestHandler'];

/** A request as the handlers of clients get it. */
interface ClientRequest {
  readonly method: string;
  /** Percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

interface HandlerOptions {
  /** An AbortSignal; the SDK's type of it lacks half of it. */
  readonly abortSignal?: unknown;
}

/** How the endpoint is reached. */
export interface ReachableEndpoint {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Answers a call without a connection. */
  answer(request: RawRequest): Promise<Response>;
}

/** Traces the calls of clients in the endpoint's own process, as Node traces requests of HTTP. */
const CALLS = tracingChannel(IN_PROCESS_CALLS);

/**
 * Sends the requests of clients in the endpoint's own process to it without a connection, which would take half of the
 * time of a call.
 * @param endpoint called only once it listens
 */
export function inProcessHandler(endpoint: () => ReachableEndpoint): RequestHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request: ClientRequest, { abortSignal }: HandlerOptions = {}) => {
      const body = await bytesOf(request.body);
      const query = queryOf(request.query);
      const headers = new Headers(request.headers);
      const sent = { method: request.method, path: `${request.path}${query && `?${query}`}`, headers, body };
      const answer = await untilAborted(
        CALLS.tracePromise(() => endpoint().answer(sent), sent),
        abortSignal as AbortSignal | undefined,
      );
      return {
        response: {
          statusCode: answer.status,
          headers: Object.fromEntries(answer.headers),
          body: Readable.from([Buffer.from(await answer.arrayBuffer())]),
        },
      };
    },
  };
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body);
  if (ArrayBuffer.isView(body)) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Percent-encoded as the SDK's own handlers do, which is what was signed. */
function queryOf(query: ClientRequest['query'] = {}): string {
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  return Object.entries(query)
    .flatMap(([name, value]) =>
      [value].flat().map((one) => (one === null ? encode(name) : `${encode(name)}=${encode(one)}`)),
    )
    .join('&');
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(Object.assign(new Error('Request aborted'), { name: 'AbortError' }));
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
