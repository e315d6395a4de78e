import { provenGrants, type TriedGrant } from '../../../rehearsal/grants/tried-grants';
import type { RehearsalEvent } from '../../../rehearsal/report/events';

const GRANT = {
  type: 'grant-tried',
  time: 0,
  ...{ role: 'shop-web-stg', policy: 'work', statement: '0' },
  ...{ pattern: 's3:GetObject', action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/key' },
} satisfies TriedGrant;

const FAILED = { ...GRANT, pipeline: 'shop-web-stg', failed: 'Build / Build' };

const log = (text: string): RehearsalEvent => ({
  type: 'build-log',
  time: 0,
  build: 'shop-web-stg-build',
  text,
});

const ended = (status: string): RehearsalEvent => ({
  type: 'execution-finished',
  ...{ time: 1, pipeline: 'shop-web-stg', executionId: '1', number: 1, status },
});

const REFUSED = log(
  'User: arn is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::bucket/key',
);

test.each<{ name: string; events: readonly RehearsalEvent[]; proven: boolean }>([
  {
    name: 'the failed action has a message about a refusal',
    events: [{ ...FAILED, message: 'User: arn is not authorized to perform: s3:GetObject' }],
    proven: true,
  },
  {
    name: 'the failed action has a message about something else',
    events: [{ ...FAILED, message: 'an alarm fired' }],
    proven: false,
  },
  {
    name: 'the build’s log has the refusal, and the execution succeeds with the grant',
    events: [REFUSED, { ...FAILED, message: 'exit status 1' }, ended('Succeeded')],
    proven: true,
  },
  {
    name: 'the build’s log has the refusal, and the execution fails next for want of another grant',
    events: [
      REFUSED,
      { ...FAILED, message: 'exit status 1' },
      { ...FAILED, pattern: 's3:PutObject', action: 's3:PutObject', message: 'exit status 1' },
    ],
    proven: true,
  },
  {
    name: 'the build’s log has the refusal, and the execution fails with the grant as well',
    events: [REFUSED, { ...FAILED, message: 'exit status 1' }, ended('Failed')],
    proven: false,
  },
  {
    name: 'no execution failed, and a step missed nothing',
    events: [{ ...GRANT, missed: [] }],
    proven: false,
  },
  {
    name: 'no execution failed, and a step missed something',
    events: [{ ...GRANT, missed: ['it serves'] }],
    proven: true,
  },
])('where $name, the grant is proven: $proven', ({ events, proven }) => {
  expect(provenGrants(events)).toHaveLength(proven ? 1 : 0);
});
