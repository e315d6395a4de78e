import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServiceContext } from '../../../kit/context';
import { createLoopbackServer } from '../../../kit/http/loopback-server';
import type { CustomResourceResponses } from '../../../kit/resources/custom-resource-responses';

/** Listens on a loopback port of its own from the first custom resource on, until the endpoint ends. */
export function createCustomResourceResponses({
  closing,
}: Pick<ServiceContext, 'closing'>): CustomResourceResponses {
  const waiting = new Map<string, (body: string) => void>();
  let listening: Promise<string> | undefined;
  return {
    expect: async () => {
      listening ??= listen(closing, waiting);
      const path = `/${randomUUID()}`;
      const body = new Promise<string>((resolve) => waiting.set(path, resolve));
      return { url: `${await listening}${path}`, body };
    },
  };
}

/**
 * S3's answer to a request other than the one that was signed. AWS signs its addresses for no content type.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-lambda-function-code-cfnresponsemodule.html
 */
const SIGNATURE_DOES_NOT_MATCH =
  '<Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match the signature you provided. Check your key and signing method.</Message></Error>';

function listen(closing: AbortSignal, waiting: Map<string, (body: string) => void>): Promise<string> {
  const server = createLoopbackServer((request, response) => void receive(request, response, waiting));
  server.unref();
  closing.addEventListener('abort', () => {
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

async function receive(
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
