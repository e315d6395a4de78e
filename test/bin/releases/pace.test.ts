import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import fc from 'fast-check';
import { releaseClients } from '../../../bin/releases/clients';
import { pace } from '../../../bin/releases/pace';

/** When each of some calls is made, by a clock that only they move. @param gaps milliseconds from one call to the next */
async function timesOf(gaps: readonly number[], perSecond: number): Promise<number[]> {
  let time = 0;
  const times: number[] = [];
  const kept = pace(
    {
      now: () => time,
      wait: async (milliseconds) => void times.push(time + milliseconds),
    },
    perSecond,
  );
  for (const gap of gaps) {
    time += gap;
    const before = times.length;
    await kept.next();
    if (times.length === before) times.push(time);
  }
  return times;
}

test('lets no second have more calls than it may, and delays none without need', async () => {
  const gaps = fc.array(fc.nat({ max: 700 }), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(gaps, fc.integer({ min: 1, max: 6 }), async (given, perSecond) => {
      const times = await timesOf(given, perSecond);
      let asked = 0;
      for (const [index, time] of times.entries()) {
        asked += given[index] ?? 0;
        const earlier = times[index - perSecond] ?? Number.NEGATIVE_INFINITY;
        expect(time).toBe(Math.max(asked, earlier + 1_000));
      }
    }),
  );
});

test('makes 25 calls at once, and the next ones a second later', async () => {
  const times = await timesOf(
    Array.from({ length: 60 }, () => 0),
    25,
  );
  expect([times[24], times[25], times[49], times[50]]).toEqual([0, 1_000, 1_000, 2_000]);
});

test('gives up at once where nobody listens, which no other attempt changes', async () => {
  const credentials = { accessKeyId: '111111111111', secretAccessKey: 'test' };
  const { sts } = releaseClients({ region: 'eu-west-1', endpoint: 'http://127.0.0.1:1', credentials });
  await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toThrow(
    /^AWS cannot be reached: .*ECONNREFUSED/,
  );
});
