import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLoopbackServer } from '../../../kit/http/loopback-server';
import { sendRaw } from '../../endpoint/support/raw-http';

let server: Server;
let url: string;
let bodies: string[];

beforeEach(async () => {
  bodies = [];
  server = createLoopbackServer((request, response) => {
    void request.toArray().then((chunks) => {
      bodies.push(Buffer.concat(chunks as Buffer[]).toString());
      response.end('answered');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => void server.close());

describe('a server on a loopback address', () => {
  it('answers the programs of this machine', async () => {
    const answer = await sendRaw(url, { line: 'PUT /response', body: 'hello' });
    expect([answer.status, bodies]).toEqual([200, ['hello']]);
  });

  it('asks a client that waits for it for the body', async () => {
    const headers = ['Host: localhost', 'Expect: 100-continue'];
    const answer = await sendRaw(url, { line: 'PUT /response', headers, body: 'hello' });
    expect([answer.status, bodies]).toEqual([100, ['hello']]);
    expect(answer.body).toContain('answered');
  });

  it.each([
    { how: 'simple', headers: ['Host: localhost', 'Origin: https://evil.example'] },
    { how: 'waiting', headers: ['Host: localhost', 'Origin: https://evil.example', 'Expect: 100-continue'] },
    { how: 'upgrading', headers: ['Host: localhost', 'Origin: https://evil.example', 'Upgrade: websocket'] },
    { how: 'rebound', headers: ['Host: evil.example'] },
  ])('answers a $how request of a page with the reason, and its listener gets none', async ({ headers }) => {
    const answer = await sendRaw(url, { line: 'PUT /response', headers, body: 'hello' });
    expect([answer.status, bodies]).toEqual([403, []]);
    expect(answer.body).toMatch(/^[^]*The header (Origin|Host) must .* \(got: .*evil\.example\)\n/);
  });
});
