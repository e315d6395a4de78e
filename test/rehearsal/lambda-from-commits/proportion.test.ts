import { callsFor, isInProportion } from '../../../rehearsal/lambda-from-commits/proportion';

test('a small part is called for often enough to be seen, and no part more than a thousand times', () => {
  expect([10, 50, 90].map(callsFor)).toEqual([200, 40, 200]);
  expect(callsFor(1)).toBe(1_000);
});

test('what chance gives is in proportion', () => {
  for (const counted of [8, 20, 35]) expect(isInProportion(counted, 200, 10)).toBe(true);
});

test('twice the part, none of it and all of it are not in proportion', () => {
  for (const counted of [0, 42, 100, 200]) expect(isInProportion(counted, 200, 10)).toBe(false);
  expect(isInProportion(40, 40, 50)).toBe(false);
});
