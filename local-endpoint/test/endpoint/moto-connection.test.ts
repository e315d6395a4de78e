import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { exchange, type HttpAnswer } from '../../endpoint/moto-connection';

/** What stands for moto: it writes these parts to whoever asks, each in a packet of its own. */
let parts: readonly string[];
let server: Server;
const requests: string[] = [];
const sockets = new Set<Socket>();

beforeAll(async () => {
  server = createServer((socket) => {
    sockets.add(socket.setNoDelay());
    socket.on('data', (chunk) => {
      requests.push(chunk.toString('latin1'));
      void write(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});
beforeEach(() => {
  requests.length = 0;
  sockets.clear();
});

async function write(socket: Socket): Promise<void> {
  for (const part of parts) {
    if (part === 'END') socket.end();
    else socket.write(part, 'latin1');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const ask = (over: { method?: string; path?: string; value?: string } = {}): Promise<HttpAnswer> => {
  const { method = 'POST', path = '/', value = 'a' } = over;
  const { port } = server.address() as AddressInfo;
  const fields = [['x-field', value] as const, ['content-length', '4'] as const];
  return exchange('127.0.0.1', port, { method, path, fields, body: Buffer.from('body') });
};

it('a request is sent as it is given, and the next one on the same connection', async () => {
  parts = ['HTTP/1.1 200 OK\r\nA: 1\r\nContent-Length: 2\r\n\r\nok'];
  expect(await ask()).toEqual({
    status: 200,
    rawHeaders: ['A', '1', 'Content-Length', '2'],
    body: Buffer.from('ok'),
  });
  await ask({ path: '/%20?a=b' });
  expect(requests).toEqual([
    'POST / HTTP/1.1\r\nx-field: a\r\ncontent-length: 4\r\n\r\nbody',
    'POST /%20?a=b HTTP/1.1\r\nx-field: a\r\ncontent-length: 4\r\n\r\nbody',
  ]);
  expect(sockets.size).toBeLessThan(2);
});

it('an answer may arrive in any parts', async () => {
  parts = [...'HTTP/1.1 404 NOT FOUND\r\ncontent-length: 5\r\n\r\nlater'];
  const { status, body } = await ask();
  expect([status, body.toString()]).toEqual([404, 'later']);
});

it.each([
  { method: 'HEAD', head: '200 OK\r\nContent-Length: 7' },
  { method: 'DELETE', head: '204 NO CONTENT' },
  { method: 'GET', head: '304 NOT MODIFIED' },
])('$method: $head has no body', async ({ method, head }) => {
  parts = [`HTTP/1.1 ${head}\r\n\r\n`];
  expect((await ask({ method })).body).toHaveLength(0);
});

it('a connection that moto closes is not used again', async () => {
  parts = ['HTTP/1.1 403 FORBIDDEN\r\nContent-Length: 0\r\nConnection: close\r\n\r\n', 'END'];
  const before = sockets.size;
  await ask();
  await ask();
  expect(sockets.size).toBeGreaterThan(before);
});

it.each([
  { what: 'that ends too early', answer: ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab', 'END'] },
  { what: 'without a length', answer: ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'] },
  { what: 'that is longer than it announces', answer: ['HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab'] },
  { what: 'of another protocol', answer: ['SSH-2.0-x\r\n\r\n'] },
])('an answer $what is an error', async ({ answer }) => {
  parts = answer;
  await expect(ask()).rejects.toThrow(/^moto /);
});

it.each([
  { value: 'a\nx-moto-account-id: 1' },
  { value: 'a\rb' },
  { value: 'ａ' },
  { path: '/a b' },
  { path: '/\n' },
])('no request can have another one in it: %j', (over) => {
  expect(() => ask(over)).toThrow(/must be/);
  expect(requests).toHaveLength(0);
});
