import { provenGrants, settledGrants, type TriedGrant } from '../../../rehearsal/grants/tried-grants';
import type { RehearsalEvent } from '../../../rehearsal/report/events';

const ROLE = 'shop-web-stg';
const OBJECT = 'arn:aws:s3:::bucket/key';
const CALL = { action: 's3:GetObject', resource: OBJECT };

const GRANT = {
  type: 'grant-tried',
  time: 0,
  ...{ role: ROLE, policy: 'work', statement: '0', pattern: 's3:GetObject' },
  ...{ ...CALL, refused: [CALL], refusedAnyway: [] },
} satisfies TriedGrant;

const FAILED = { ...GRANT, pipeline: 'shop-web-stg', failed: 'Build / Build', build: 'shop-web-stg-build' };
const IN_VAIN = { ...FAILED, message: 'exit status 1' };

/** IAM's message about a call. */
const refusal = ({ role = ROLE, action = 's3:GetObject', resource = `"${OBJECT}"` } = {}): string =>
  `User: arn:aws:sts::111111111111:assumed-role/${role}/codebuild is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;

const log = (text: string, build = 'shop-web-stg-build'): RehearsalEvent => ({
  ...{ type: 'build-log', time: 0 },
  ...{ build, text },
});

const built = (status: string, build = 'shop-web-stg-build'): RehearsalEvent => ({
  ...{ type: 'build-finished', time: 1, build },
  ...{ buildId: `${build}:1`, status },
});
const began = (title: string): RehearsalEvent => ({ type: 'step-started', time: 0, title });

const PUT_CALL = { action: 's3:PutObject', resource: OBJECT };
const PUT = { ...IN_VAIN, pattern: 's3:PutObject', ...PUT_CALL, refused: [PUT_CALL] };

/** How CodePipeline words it where S3 answers without a body. */
const NO_RIGHT =
  "Unable to access the artifact with Amazon S3 object key 'key'. The provided role does not have sufficient permissions.";

const HEAD = 'fatal error: An error occurred (403) when calling the HeadObject operation: Forbidden';

/** What the message of a failed action says, with the rest as `FAILED` has it. */
test.each<{ name: string; message: string; more?: Partial<TriedGrant>; proven: boolean }>([
  { name: 'names the call', message: `It failed: ${refusal()}`, proven: true },
  {
    name: 'names an action that begins like it',
    message: refusal({ action: 's3:GetObjectTagging' }),
    proven: false,
  },
  { name: 'names an action that it begins like', message: refusal({ action: 's3:Get' }), proven: false },
  {
    name: 'names a resource that begins like it',
    message: refusal({ resource: `"${OBJECT}2"` }),
    proven: false,
  },
  { name: 'names a role that begins like it', message: refusal({ role: `${ROLE}-build` }), proven: false },
  { name: 'names the action in other letters', message: refusal({ action: 's3:getobject' }), proven: false },
  {
    name: 'names a later call that a pattern allows as well',
    message: refusal({ action: 's3:GetObjectTagging' }),
    more: { pattern: 's3:Get*', refused: [CALL, { ...CALL, action: 's3:GetObjectTagging' }] },
    proven: true,
  },
  { name: 'is about something else', message: 'an alarm fired', proven: false },
  {
    name: 'only asks whether a function has a right',
    message:
      'The function failed to return a result. Check that it has permission to call PutJobSuccessResult.',
    proven: false,
  },
  { name: 'says that a right is missing, where nothing else was refused', message: NO_RIGHT, proven: true },
  {
    name: 'says that a right is missing, where something else was refused, too',
    message: NO_RIGHT,
    more: { refusedAnyway: [PUT_CALL] },
    proven: false,
  },
])('a grant is proven where the failed action’s message $name: $proven', ({ message, more, proven }) => {
  expect(provenGrants([{ ...FAILED, message, ...more }])).toHaveLength(proven ? 1 : 0);
});

test.each<{ name: string; events: readonly RehearsalEvent[]; proven: number }>([
  {
    name: 'the log of its build names the call, and the build succeeds with the grant',
    events: [log(refusal()), IN_VAIN, built('SUCCEEDED')],
    proven: 1,
  },
  {
    name: 'the log of its build says that S3 forbade a HEAD, and the build succeeds with the grant',
    events: [log(HEAD), IN_VAIN, built('SUCCEEDED')],
    proven: 1,
  },
  {
    name: 'the log of its build says that S3 forbade a HEAD, and something else was refused, too',
    events: [log(HEAD), { ...IN_VAIN, refusedAnyway: [PUT_CALL] }, built('SUCCEEDED')],
    proven: 0,
  },
  {
    name: 'the log of its build names the call, and the build fails next for want of another grant, and then succeeds',
    events: [
      ...[built('FAILED'), log(refusal()), IN_VAIN],
      ...[built('FAILED'), log(refusal({ action: 's3:PutObject' })), PUT, built('SUCCEEDED')],
    ],
    proven: 2,
  },
  {
    name: 'the log of its build names the call, and the build fails next for another reason',
    events: [built('FAILED'), log(refusal()), IN_VAIN, built('FAILED'), PUT, built('SUCCEEDED')],
    proven: 0,
  },
  {
    name: 'the log of its build names the call, and the build fails with the grant as well, and succeeds in a later release',
    events: [log(refusal()), IN_VAIN, built('FAILED'), built('SUCCEEDED')],
    proven: 0,
  },
  {
    name: 'the log of its build names the call, and no other build follows',
    events: [built('FAILED'), log(refusal()), IN_VAIN, built('SUCCEEDED', 'shop-web-stg-check')],
    proven: 0,
  },
  {
    name: 'the log of its build names an action that begins like it',
    events: [log(refusal({ action: 's3:GetObjectTagging' })), IN_VAIN, built('SUCCEEDED')],
    proven: 0,
  },
  {
    name: 'the log of another build names the call',
    events: [log(refusal(), 'shop-web-stg-check'), IN_VAIN, built('SUCCEEDED')],
    proven: 0,
  },
  {
    name: 'a log named the call before, while another grant was missing',
    events: [log(refusal()), { ...GRANT, missed: [] }, IN_VAIN, built('SUCCEEDED')],
    proven: 0,
  },
  { name: 'no execution failed, and a step missed nothing', events: [{ ...GRANT, missed: [] }], proven: 0 },
  {
    name: 'no execution failed, and a step missed something',
    events: [{ ...PUT, message: 'exit' }, began('Release 2'), { ...GRANT, missed: ['it serves'] }],
    proven: 1,
  },
  {
    name: 'no execution failed, and a step missed something in which another grant had been missing',
    events: [began('Release 2'), { ...PUT, message: 'exit' }, { ...GRANT, missed: ['it serves'] }],
    proven: 0,
  },
])('where $name, $proven are proven', ({ events, proven }) => {
  expect(provenGrants(events)).toHaveLength(proven);
});

test('what nothing failed for need not be tried again, nor what is proven; what failed for another reason does', () => {
  const events: RehearsalEvent[] = [
    { ...GRANT, missed: [] },
    { ...FAILED, message: refusal() },
    { ...FAILED, message: 'an alarm fired' },
  ];
  expect(settledGrants(events)).toEqual(events.slice(0, 2));
});
