import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServiceContext } from '../../../kit/context';

/** Where the functions behind custom resources put their answers, as they do in S3 for AWS. */
export interface Answers {
  /** A new address for one answer. */
  expect(): Promise<ExpectedAnswer>;
}

/** An answer that has been asked for. */
export interface ExpectedAnswer {
  /** Takes one PUT, which names no content type. */
  readonly url: string;
  /** The body of it. */
  readonly body: Promise<string>;
}

/** Listens on loopback from the first custom resource on, until the endpoint ends. */
export function createAnswers(context: ServiceContext): Answers {
  const waiting = new Map<string, (body: string) => void>();
  let listening: Promise<string> | undefined;
  return {
    expect: async () => {
      listening ??= listen(context, waiting);
      const path = `/${randomUUID()}`;
      const body = new Promise<string>((resolve) => waiting.set(path, resolve));
      return { url: `${await listening}${path}`, body };
    },
  };
}

/**
 * What S3 says to a request other than the one that was signed. AWS signs its addresses for no content type.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-lambda-function-code-cfnresponsemodule.html
 */
const SIGNATURE_DOES_NOT_MATCH =
  '<Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match the signature you provided. Check your key and signing method.</Message></Error>';

function listen(context: ServiceContext, waiting: Map<string, (body: string) => void>): Promise<string> {
  const server: Server = createServer((request, response) => void take(request, response, waiting));
  server.unref();
  context.closing.addEventListener('abort', () => {
    server.close();
    server.closeAllConnections();
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });
}

async function take(
  request: IncomingMessage,
  response: ServerResponse,
  waiting: Map<string, (body: string) => void>,
): Promise<void> {
  const path = request.url ?? '';
  const resolve = waiting.get(path);
  const body = Buffer.concat(await request.toArray()).toString();
  if (request.method !== 'PUT' || resolve === undefined || request.headers['content-type']) {
    response.writeHead(403).end(SIGNATURE_DOES_NOT_MATCH);
    return;
  }
  waiting.delete(path);
  resolve(body);
  response.writeHead(200).end();
}
