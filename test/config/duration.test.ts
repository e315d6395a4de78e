import fc from 'fast-check';
import { formatDuration, parseDuration } from '../../lib/config/duration';

test.each([
  ['30s', 30],
  ['5m', 300],
  ['1h', 3_600],
  ['1h30m', 5_400],
  ['2d', 172_800],
  ['1d2h3m4s', 93_784],
  ['0s', 0],
])('%s is %i seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each(['', '5', 'm', '5 m', '5M', '1.5h', '-5m', '30m1h', '5m5m', 'PT5M', 'soon'])(
  '%j is no duration',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);

test('every duration that is written is read back as the same seconds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 * 86_400 }), (seconds) => {
      expect(parseDuration(formatDuration(seconds))).toBe(seconds);
    }),
  );
});

test('what is parsed and formatted again is the same', () => {
  const part = (unit: string) =>
    fc.option(
      fc.nat(9_999).map((count) => `${count}${unit}`),
      { nil: '' },
    );
  const texts = fc.tuple(part('d'), part('h'), part('m'), part('s')).map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts.filter(Boolean), (text) => {
      const seconds = parseDuration(text) ?? Number.NaN;
      expect(parseDuration(formatDuration(seconds))).toBe(seconds);
    }),
  );
});
