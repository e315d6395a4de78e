import { cut, wrap } from '../../../../rehearsal/report/text/wrap';

test('wraps a long line below its own beginning, and loses no word of it', () => {
  const words = Array.from({ length: 60 }, (_, index) => `word-${index}`).join(' ');
  const lines = wrap(`  0:01  ${words}`, 8).split('\n');
  expect(lines.length).toBeGreaterThan(2);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(140);
  expect(lines.slice(1).every((line) => /^ {8}\S/.test(line))).toBe(true);
  expect(lines.map((line) => line.trim()).join(' ')).toBe(`0:01  ${words}`);
});

test('leaves a line that fits, and a word that cannot be broken, as they are', () => {
  const address = `https://${'x'.repeat(200)}`;
  expect(wrap('  short   and  spaced')).toBe('  short   and  spaced');
  expect(wrap(`  ${address}`)).toBe(`  ${address}`);
});

test('cuts a line at the width of the terminal, and not within a character', () => {
  expect(cut('shop-storefront-stg', 19)).toBe('shop-storefront-stg');
  expect(cut('shop-storefront-stg', 10)).toBe('shop-stor…');
  expect(cut('🚀🚀🚀🚀', 3)).toBe('🚀🚀…');
  expect(cut('anything', 0)).toBe('…');
});
