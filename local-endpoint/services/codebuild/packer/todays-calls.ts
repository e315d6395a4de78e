import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Tag } from '@aws-sdk/client-ec2';
import { createLoopbackServer } from '../../../kit/http/loopback-server';
import type { AmazonEbs } from './amazon-ebs';

/** A proxy in front of the endpoint for a packer that makes calls as the plugin did years ago. */
export interface TodaysCalls {
  readonly url: string;
  /** Ids of the images that were made through it. */
  readonly images: readonly string[];
  close(): void;
}

/**
 * Adds to an old packer's calls what today's amazon plugin sends: tags of network interface, image and snapshot from their
 * creation on, and the metadata options of the instance. Policies that ask for them are rehearsed so, whatever packer there
 * is. The endpoint knows a caller by the access key, so that a changed body needs no new signature.
 */
export async function startTodaysCalls(endpoint: string, ebs: AmazonEbs): Promise<TodaysCalls> {
  const images: string[] = [];
  const server = createLoopbackServer(
    (request, response) => void forward(endpoint, ebs, images, request, response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    images,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function forward(
  endpoint: string,
  ebs: AmazonEbs,
  images: string[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = new URLSearchParams(await textOf(request));
  const action = body.get('Action');
  if (action === 'RunInstances') addToRunInstances(body, ebs);
  if (action === 'CreateImage') {
    addTags(body, 'image', ebs.runTags);
    addTags(body, 'snapshot', ebs.runTags);
  }
  const text = body.toString();
  const headers = { ...request.headers, 'content-length': String(Buffer.byteLength(text)) };
  const target = httpRequest(
    new URL(request.url ?? '/', endpoint),
    { method: request.method, headers },
    (answer) => {
      void textOf(answer).then((answered) => {
        if (action === 'CreateImage')
          images.push(...(/<imageId>(.*?)<\/imageId>/.exec(answered)?.slice(1) ?? []));
        response.writeHead(answer.statusCode ?? 502, {
          'content-type': answer.headers['content-type'] ?? 'text/xml',
        });
        response.end(answered);
      });
    },
  );
  target.on('error', () => response.destroy());
  target.end(text);
}

function addToRunInstances(body: URLSearchParams, { instance, runTags }: AmazonEbs): void {
  addTags(body, 'network-interface', runTags);
  const { HttpEndpoint, HttpTokens, HttpPutResponseHopLimit } = instance.MetadataOptions ?? {};
  for (const [name, value] of Object.entries({ HttpEndpoint, HttpTokens, HttpPutResponseHopLimit }))
    if (value !== undefined) body.set(`MetadataOptions.${name}`, String(value));
}

function addTags(body: URLSearchParams, type: string, tags: readonly Tag[]): void {
  if (tags.length === 0) return;
  const numbers = [...body.keys()].flatMap((name) => /^TagSpecification\.(\d+)\./.exec(name)?.slice(1) ?? []);
  const prefix = `TagSpecification.${Math.max(0, ...numbers.map(Number)) + 1}`;
  body.set(`${prefix}.ResourceType`, type);
  tags.forEach(({ Key = '', Value = '' }, index) => {
    body.set(`${prefix}.Tag.${index + 1}.Key`, Key);
    body.set(`${prefix}.Tag.${index + 1}.Value`, Value);
  });
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
