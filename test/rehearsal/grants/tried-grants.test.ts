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

const execution = { pipeline: 'shop-web-stg', executionId: '1', number: 1 };
const acted = (status: string): RehearsalEvent => ({
  ...{ type: 'action-changed', time: 1, ...execution },
  ...{ stage: 'Build', action: 'Build', status },
});
const ended = (status: string): RehearsalEvent => ({
  ...{ type: 'execution-finished', time: 1, ...execution },
  status,
});
const began = (title: string): RehearsalEvent => ({ type: 'step-started', time: 0, title });

const PUT_CALL = { action: 's3:PutObject', resource: OBJECT };
const PUT = { ...IN_VAIN, pattern: 's3:PutObject', ...PUT_CALL, refused: [PUT_CALL] };

/** How CodePipeline words it where S3 answers without a body. */
const NO_RIGHT =
  "Unable to access the artifact with Amazon S3 object key 'key'. The provided role does not have sufficient permissions.";

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
    name: 'the log of its build names the call, and the action succeeds with the grant',
    events: [log(refusal()), IN_VAIN, acted('Succeeded')],
    proven: 1,
  },
  {
    name: 'the log of its build names the call, and the action fails next for want of another grant, and then succeeds',
    events: [log(refusal()), IN_VAIN, log(refusal(PUT_CALL)), PUT, acted('Succeeded')],
    proven: 2,
  },
  {
    name: 'the log of its build names the call, and the action fails next for another reason',
    events: [log(refusal()), IN_VAIN, PUT, acted('Succeeded')],
    proven: 0,
  },
  {
    name: 'the log of its build names the call, and the execution fails with the grant as well',
    events: [log(refusal()), IN_VAIN, acted('Failed'), ended('Failed')],
    proven: 0,
  },
  {
    name: 'the log of its build names an action that begins like it',
    events: [log(refusal({ action: 's3:GetObjectTagging' })), IN_VAIN, acted('Succeeded')],
    proven: 0,
  },
  {
    name: 'the log of another build names the call',
    events: [log(refusal(), 'shop-web-stg-check'), IN_VAIN, acted('Succeeded')],
    proven: 0,
  },
  {
    name: 'a log named the call before, while another grant was missing',
    events: [log(refusal()), { ...GRANT, missed: [] }, IN_VAIN, acted('Succeeded')],
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
