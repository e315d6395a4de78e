import assert from 'node:assert/strict';
import { test } from 'node:test';
import { euros, products } from './products.mjs';

test('writes cents as euros with two digits', () => {
  assert.equal(euros(5), '€0.05');
  assert.equal(euros(1250), '€12.50');
});

test('has a price for every product', () => {
  for (const { price } of products()) assert.match(price, /^€\d+\.\d{2}$/);
});
