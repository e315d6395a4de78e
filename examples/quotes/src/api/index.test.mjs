import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handler } from './index.mjs';
import { quoteOf } from './quotes.mjs';

test('answers with the quote of the day', async () => {
  const { statusCode, body } = await handler({ rawPath: '/' });
  assert.equal(statusCode, 200);
  assert.equal(JSON.parse(body).text, quoteOf(new Date()).text);
});

test('answers 404 to any other path', async () => {
  assert.equal((await handler({ rawPath: '/admin' })).statusCode, 404);
});

test('keeps a quote for a day, and has another one the next', () => {
  const [morning, evening, next] = ['2026-06-01T00:00Z', '2026-06-01T23:59Z', '2026-06-02T00:00Z'];
  assert.deepEqual(quoteOf(new Date(morning)), quoteOf(new Date(evening)));
  assert.notDeepEqual(quoteOf(new Date(evening)), quoteOf(new Date(next)));
});
