import { virtualClock } from '@pipeline-factory/local-endpoint';
import { until } from '../../rehearsal/until';

const clock = virtualClock({ driver: 'the test' });
const nothingYet = () => Promise.resolve(undefined);

test('returns the result of the check', async () => {
  const waiting = { clock, closing: new AbortController().signal };
  expect(await until(waiting, 'nothing', 1, () => Promise.resolve('result'))).toBe('result');
});

test('throws what did not happen, and within how long', async () => {
  const waiting = { clock, closing: new AbortController().signal };
  const later = clock.sleep(120_000);
  await expect(until(waiting, 'the approval request', 1, nothingYet)).rejects.toThrow(
    'the approval request did not happen within 1 minutes',
  );
  await clock.pass(60_000);
  await later;
});

test('throws at once where nothing can happen any more', async () => {
  const waiting = { clock, closing: new AbortController().signal };
  await expect(until(waiting, 'the approval request', 1, nothingYet)).rejects.toThrow(
    'Nothing can happen any more, but there is a wait for: the approval request',
  );
});

test('stops waiting when the rehearsal is interrupted', async () => {
  const interruption = new AbortController();
  const waiting = { clock, closing: interruption.signal };
  const check = () => Promise.resolve(interruption.abort());
  await expect(until(waiting, 'the end', 240, check)).rejects.toMatchObject({
    name: 'ExpectedError',
    message: 'The rehearsal was interrupted; it leaves nothing behind',
  });
});
