import { playedEvents } from '../../bench/measure/played-events';

const line = (event: object): string => JSON.stringify(event);
const finished = line({ time: 9, type: 'rehearsal-finished', expectations: 2, met: 2, seconds: 1.5 });
const rehearsal = (...events: object[]): string =>
  [
    line({ time: 3, type: 'set-up-started' }),
    line({ type: 'rehearsal-planned' }),
    ...events.map(line),
    finished,
  ].join('\n');

test('keeps the order and the times of what happened in releases, without what is drawn', () => {
  const execution = (id: string, ami: string) => ({
    time: 5,
    type: 'action-changed',
    executionId: id,
    message: `${ami} of ${id.slice(0, 8)} at 2026-11-28T20:53:06.921Z`,
  });
  const one = rehearsal(execution('0f2504e0-4f89-41d3-9a0c-0305e82c3301', 'ami-0123456789abcdef0'));
  const other = rehearsal(
    { time: 4, type: 'build-log', text: 'a line' },
    execution('7c9e6679-7425-40de-944b-e07fc1f90ae7', 'ami-00000000000000001'),
  );
  expect(playedEvents(one)).toEqual(playedEvents(other));
  expect(playedEvents(one).events[1]).toBe(
    '{"time":5,"type":"action-changed","message":"ami-ID of ID at TIME"}',
  );
  expect(playedEvents(one).summary).toBe('2 of 2 expectations met in 1.5 s');
});

test('refuses a rehearsal that missed an expectation', () => {
  expect(() => playedEvents(finished.replace('"met":2', '"met":1'))).toThrow(
    'must meet all its expectations',
  );
});
