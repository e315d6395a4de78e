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

/** Bytes of a response. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html */
const MAX_RESPONSE = 4_096;

/** The reason is CloudFormation's own; AWS does not document it. */
const TOO_LONG = JSON.stringify({ Status: 'FAILED', Reason: 'Response object is too long.' });

function listen(closing: AbortSignal, waiting: Map<string, (body: string) => void>): Promise<string> {
  const server = createLoopbackServer((request, response) => {
    receive(request, response, waiting).catch(() => response.destroy()); // its sender ended before it was complete
  });
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
  if (request.method !== 'PUT' || resolve === undefined || request.headers['content-type']) {
    response.writeHead(403).end(SIGNATURE_DOES_NOT_MATCH);
    return;
  }
  const body = await readResponse(request);
  waiting.delete(path);
  resolve(body);
  response.writeHead(200).end();
}

async function readResponse(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= MAX_RESPONSE) chunks.push(chunk);
  }
  return length > MAX_RESPONSE ? TOO_LONG : Buffer.concat(chunks).toString();
}
