import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handler } from './index';

const card = (queryStringParameters: Record<string, string>) => handler({ queryStringParameters });

void test('draws a quote and its author', async () => {
  const { statusCode, body = '' } = await card({ text: 'Less is more.', author: 'Ludwig Mies van der Rohe' });
  assert.equal(statusCode, 200);
  assert.match(body, /<text [^>]*>Less is more\.<\/text>.*<text [^>]*>Ludwig Mies van der Rohe<\/text>/);
});

void test('takes no markup of a caller into the picture', async () => {
  const { body = '' } = await card({ text: '<script>alert("1")</script>', author: 'A & B' });
  assert.doesNotMatch(body, /<script/);
  assert.match(body, /A &amp; B/);
});

void test('refuses a text that is too long for a card', async () => {
  assert.equal((await card({ text: 'x'.repeat(121) })).statusCode, 400);
});
