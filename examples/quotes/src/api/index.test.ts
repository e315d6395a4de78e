import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handler } from './index';
import { type Quote, quoteOf } from './quotes';

void test('answers with the quote of the day', async () => {
  const { statusCode, body = '' } = await handler({ rawPath: '/' });
  assert.equal(statusCode, 200);
  assert.equal((JSON.parse(body) as Quote).text, quoteOf(new Date()).text);
});

void test('answers 404 to any other path', async () => {
  assert.equal((await handler({ rawPath: '/admin' })).statusCode, 404);
});

void test('keeps a quote for a day, and has another one the next', () => {
  const [morning, evening, next] = ['00:00', '23:59', '24:00'].map((time) =>
    quoteOf(new Date(`2026-06-01T${time}Z`)),
  );
  assert.deepEqual(morning, evening);
  assert.notDeepEqual(evening, next);
});
