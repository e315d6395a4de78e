import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { server } from './server.mjs';

const running = server();
let url = '';

before(async () => {
  await once(running.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${running.address().port}`;
});
after(() => running.close());

test('tells the load balancer that it is well', async () => {
  assert.equal((await fetch(`${url}/health`)).status, 200);
});

test('lists what is for sale', async () => {
  const products = await (await fetch(`${url}/api/products`)).json();
  assert.ok(products.some(({ name }) => name === 'Notebook'));
});

test('knows no other page', async () => {
  assert.equal((await fetch(`${url}/admin`)).status, 404);
});
