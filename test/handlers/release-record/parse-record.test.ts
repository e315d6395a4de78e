import type { ReleaseRecord } from '../../../handlers/contract/release-record';
import { parseRecord } from '../../../handlers/release-record/parse-record';

const RELEASE = {
  type: 'ecs',
  taskDefinition: 'arn:aws:ecs:ap-northeast-1:111111111111:task-definition/web:7',
  images: { app: '111111111111.dkr.ecr.ap-northeast-1.amazonaws.com/web@sha256:0' },
  deploymentId: 'd-1',
  pipelineExecutionId: 'e-1',
  commit: { id: 'c1', branch: 'main' },
  settingsVersion: 'v-1',
  approvedBy: 'arn:aws:iam::111111111111:user/ops',
  servingSince: '2026-01-01T00:00:00.000Z',
  cause: 'release',
} as const;

const RECORD: ReleaseRecord = { serving: RELEASE, previous: { ...RELEASE, deploymentId: 'd-0' } };

const parse = (record: unknown) => parseRecord(JSON.stringify(record));

test('parses what was written, with and without a previous release', () => {
  expect(parse(RECORD)).toEqual(RECORD);
  expect(parse({ serving: RELEASE })).toEqual({ serving: RELEASE });
});

test('writes the parsed record as it was', () => {
  expect(JSON.parse(JSON.stringify(parse(RECORD)))).toEqual(RECORD);
});

test('parses a release without optional members', () => {
  const { taskDefinition, deploymentId, servingSince } = RELEASE;
  const serving = {
    type: 'ecs',
    taskDefinition,
    images: {},
    deploymentId,
    servingSince,
    cause: 'manual',
  } as const;
  expect(parse({ serving })).toEqual({ serving });
});

test('parses a record that was written before releases had a type as one of ECS', () => {
  const untyped = { ...RELEASE, type: undefined };
  expect(parse({ serving: untyped, previous: { ...untyped, deploymentId: 'd-0' } })).toEqual(RECORD);
});

test('parses what a release to a fleet wrote', () => {
  const serving = {
    type: 'asg',
    group: 'shop-fleet-prd-0a1b2c3d-1',
    launchTemplate: { name: 'shop-fleet-prd', version: '7' },
    imageId: 'ami-0123456789abcdef0',
    servingSince: '2026-01-01T00:00:00.000Z',
    cause: 'rollback',
  } as const;
  expect(parse({ serving })).toEqual({ serving });
  expect(() => parse({ serving: { ...serving, launchTemplate: 7 } })).toThrow(
    'serving.launchTemplate must be an object, got: 7',
  );
});

test('leaves out members that it does not know', () => {
  expect(parse({ serving: { ...RELEASE, colour: 'green' }, note: 'x' })).toEqual({ serving: RELEASE });
});

test.each([
  { name: 'text', record: 'web:7', message: 'it must be a JSON object, got: "web:7"' },
  { name: 'no release', record: {}, message: 'serving must be an object, got: none' },
  {
    name: 'another type',
    record: { serving: { ...RELEASE, type: 'ec2' } },
    message: 'serving.type must be one of ecs, asg, lambda, got: "ec2"',
  },
  {
    name: 'no task definition',
    record: { serving: { ...RELEASE, taskDefinition: '' } },
    message: 'serving.taskDefinition must be text, got: ""',
  },
  {
    name: 'images that are no object',
    record: { serving: { ...RELEASE, images: ['web'] } },
    message: 'serving.images must be an object, got: a list of 1',
  },
  {
    name: 'an image that is no text',
    record: { serving: { ...RELEASE, images: { app: 1 } } },
    message: 'serving.images.app must be text, got: 1',
  },
  {
    name: 'a commit without id',
    record: { serving: { ...RELEASE, commit: { branch: 'main' } } },
    message: 'serving.commit.id must be text, got: none',
  },
  {
    name: 'no time',
    record: { serving: { ...RELEASE, servingSince: 'yesterday' } },
    message: 'serving.servingSince must be a time in ISO 8601, got: "yesterday"',
  },
  {
    name: 'an unknown cause',
    record: { serving: { ...RELEASE, cause: 'luck' } },
    message: 'serving.cause must be one of release, rollback, manual, got: "luck"',
  },
  {
    name: 'a previous release that is none',
    record: { ...RECORD, previous: null },
    message: 'previous must be an object, got: null',
  },
])('refuses a record with $name', ({ record, message }) => {
  expect(() => parse(record)).toThrow(message);
});

test('refuses what is not JSON', () => {
  expect(() => parseRecord('ami-0123')).toThrow('it must be a JSON object, got: ami-0123');
});
