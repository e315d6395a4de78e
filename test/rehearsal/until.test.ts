import { scaledClock } from '@pipeline-factory/local-endpoint';
import { until } from '../../rehearsal/until';

const never = () => Promise.resolve(undefined);

test('gives what was seen', async () => {
  const waiting = { clock: scaledClock(1), closing: new AbortController().signal };
  expect(await until(waiting, 'nothing', 1, () => Promise.resolve('seen'))).toBe('seen');
});

test('says what did not happen, and within how long', async () => {
  const waiting = { clock: scaledClock(1_000_000), closing: new AbortController().signal };
  await expect(until(waiting, 'the approval request', 1, never)).rejects.toThrow(
    'the approval request did not happen within 1 minutes',
  );
});

test('waits no longer when the rehearsal is ended before its time', async () => {
  const ended = new AbortController();
  const waiting = { clock: scaledClock(1), closing: ended.signal };
  const look = () => Promise.resolve(ended.abort());
  await expect(until(waiting, 'the end', 240, look)).rejects.toMatchObject({
    name: 'ExpectedError',
    message: 'The rehearsal was ended before its time; nothing of it is left',
  });
});
