import { age, servingFacts } from '../../../bin/releases/describe';
import type { ReleasePipeline } from '../../../bin/releases/model';

const now = new Date('2026-11-28T12:00:00Z');

test.each([
  { since: '2026-11-28T11:59:30Z', expected: '30 seconds' },
  { since: '2026-11-28T11:58:30Z', expected: '90 seconds' },
  { since: '2026-11-28T10:30:00Z', expected: '90 minutes' },
  { since: '2026-11-27T11:00:00Z', expected: '25 hours' },
  { since: '2026-11-20T12:00:00Z', expected: '8 days' },
  { since: '2026-11-28T12:00:05Z', expected: '0 seconds' },
])('$since is $expected ago', ({ since, expected }) => {
  expect(age(new Date(since), now)).toBe(expected);
});

const recorded = {
  record: {
    serving: {
      type: 'ecs',
      taskDefinition: 'web:7',
      images: {},
      deploymentId: 'd-1',
      commit: { id: '1234567890123456789012345678901234567890', branch: 'main' },
      approvedBy: 'arn:aws:iam::111111111111:user/ops',
      servingSince: '2026-11-28T10:00:00Z',
      cause: 'rollback',
    },
  },
} as unknown as ReleasePipeline;

test('shows what the record has on what serves', () => {
  const serving = { facts: [], executionId: 'e-1', since: new Date('2026-11-28T10:00:00Z') };
  expect(servingFacts(recorded, serving, now)).toEqual([
    { name: 'since', value: '2026-11-28 10:00:00 UTC, 2 hours ago' },
    { name: 'execution', value: 'e-1' },
    { name: 'commit', value: '1234567 of main' },
    { name: 'approved by', value: 'arn:aws:iam::111111111111:user/ops' },
    { name: 'cause', value: 'rollback' },
  ]);
});

test('shows nothing of a record that names something else', () => {
  expect(servingFacts(recorded, { facts: [], recordDiffers: 'it names web:7' }, now)).toEqual([
    { name: 'since', value: 'not known' },
    { name: 'execution', value: 'not known' },
    { name: 'record', value: 'does not name what serves: it names web:7' },
  ]);
});

test('where nothing serves, says whether there ever was a release', () => {
  const [before, after] = [{} as ReleasePipeline, recorded].map((one) => servingFacts(one, undefined, now));
  expect(before).toEqual([{ name: 'serves', value: 'nothing: there was no release yet' }]);
  expect(after).toEqual([{ name: 'serves', value: 'nothing: what the release record names is not there' }]);
});
