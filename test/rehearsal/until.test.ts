import { scaledClock } from '@pipeline-factory/local-endpoint';
import { until } from '../../rehearsal/until';

const nothingYet = () => Promise.resolve(undefined);

test('returns the result of the check', async () => {
  const waiting = { clock: scaledClock(1), closing: new AbortController().signal };
  expect(await until(waiting, 'nothing', 1, () => Promise.resolve('result'))).toBe('result');
});

test('throws what did not happen, and within how long', async () => {
  const waiting = { clock: scaledClock(1_000_000), closing: new AbortController().signal };
  await expect(until(waiting, 'the approval request', 1, nothingYet)).rejects.toThrow(
    'the approval request did not happen within 1 minutes',
  );
});

test('stops waiting when the rehearsal is interrupted', async () => {
  const interruption = new AbortController();
  const waiting = { clock: scaledClock(1), closing: interruption.signal };
  const check = () => Promise.resolve(interruption.abort());
  await expect(until(waiting, 'the end', 240, check)).rejects.toMatchObject({
    name: 'ExpectedError',
    message: 'The rehearsal was interrupted; it leaves nothing behind',
  });
});
