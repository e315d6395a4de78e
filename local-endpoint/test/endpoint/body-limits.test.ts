import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { ACCOUNT, REGION, startTestEndpoint, type TestEndpoint, testService } from '../../testing';
import { sendRaw } from './support/raw-http';

const sizes: number[] = [];
let local: TestEndpoint;
let host: string;

beforeAll(async () => {
  const PutParameter = async ({ Value = '' }: { Value?: string }) => {
    sizes.push(Value.length);
    return {};
  };
  local = await startTestEndpoint({
    moto: '',
    services: [testService('ssm', { operations: { PutParameter } })],
  });
  ({ host } = new URL(local.url));
});
afterAll(() => local.close());
beforeEach(() => void sizes.splice(0));

const signature = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/${REGION}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

interface Announced {
  readonly service?: string;
  readonly length: number;
  readonly status: number;
  readonly code: string;
  readonly rule: string;
}

const REST = 'request to';

describe('a body', () => {
  it.each<Announced>([
    {
      service: 'ssm',
      length: 33_554_433,
      status: 413,
      code: 'RequestEntityTooLargeException',
      rule: `${REST} ssm must have at most 33554432 bytes (got: 33554433)`,
    },
    {
      service: 'lambda',
      length: 70_167_212,
      status: 413,
      code: 'RequestEntityTooLargeException',
      rule: `${REST} lambda must have at most 70167211 bytes (got: 70167212)`,
    },
    {
      service: 's3',
      length: 1_073_741_825,
      status: 400,
      code: 'EntityTooLarge',
      rule: 'at most 1073741824 bytes a request (got: 1073741825); upload the object in parts',
    },
    {
      length: 65_537,
      status: 413,
      code: 'RequestEntityTooLargeException',
      rule: 'a request without a signature must have at most 65536 bytes (got: 65537)',
    },
  ])(
    'of $length bytes is refused before it arrives ($code)',
    async ({ service, length, status, code, rule }) => {
      const headers = [`Host: ${host}`, `Content-Length: ${length}`, 'Expect: 100-continue'];
      if (service) headers.push(`Authorization: ${signature(service)}`);
      const answer = await sendRaw(local.url, { line: 'PUT /bucket/key', headers });
      expect([answer.status, answer.head + answer.body]).toEqual([
        status,
        expect.stringMatching(new RegExp(code, 'i')),
      ]);
      expect(answer.body).toContain(rule);
    },
  );

  it.each([
    { what: 'without a signature', headers: {}, limit: 65_536, connection: 'keep-alive' },
    {
      what: 'of a service',
      headers: { authorization: signature('ssm') },
      limit: 33_554_432,
      connection: 'close',
    },
  ])(
    'of unknown length, $what, is refused once too much of it has come',
    async ({ headers, limit, connection }) => {
      const sent = httpRequest(local.url, { method: 'POST', headers });
      sent.on('error', () => undefined); // what follows is not read
      const answered = once(sent, 'response') as Promise<
        [{ statusCode: number; headers: { connection?: string } } & AsyncIterable<Buffer>]
      >;
      sent.write(Buffer.alloc(limit + 1, 'x')); // and no end: nothing more has to come for the answer
      const [answer] = await answered;
      const body: Buffer[] = [];
      for await (const part of answer) body.push(part);
      expect(answer.statusCode).toBe(413);
      expect(Buffer.concat(body).toString()).toContain(`must have at most ${limit} bytes (got: more)`);
      expect(answer.headers.connection).toBe(connection); // it is read to its end, or nobody waits for the rest
      sent.destroy();
    },
  );

  it.each([
    { how: 'of known length', size: 70_000, chunked: false, expects: false },
    { how: 'of known length, which waits to be asked for', size: 2_000_000, chunked: false, expects: true },
    { how: 'in chunks', size: 2_000_000, chunked: true, expects: false },
    { how: 'in chunks, which waits to be asked for', size: 10, chunked: true, expects: true },
  ])('$how arrives whole', async ({ size, chunked, expects }) => {
    const body = JSON.stringify({ Value: 'x'.repeat(size) });
    const headers = {
      authorization: signature('ssm'),
      'x-amz-target': 'AmazonSSM.PutParameter',
      ...(expects && { expect: '100-continue' }),
      ...(!chunked && { 'content-length': body.length }),
    };
    const sent = httpRequest(local.url, { method: 'POST', headers });
    const answered = once(sent, 'response') as Promise<[{ statusCode: number; resume(): void }]>;
    if (expects) {
      sent.flushHeaders();
      await once(sent, 'continue');
    }
    sent.end(body);
    const [answer] = await answered;
    answer.resume();
    expect([answer.statusCode, sizes]).toEqual([200, [size]]);
  });
});
