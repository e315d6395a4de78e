import {
  CreateTagsCommand,
  EC2Client,
  EnableImageDeprecationCommand,
  RegisterImageCommand,
} from '@aws-sdk/client-ec2';
import { startTestEndpoint, type TestEndpoint } from '@pipeline-factory/local-endpoint/testing';
import { IMAGE_HASH_TAG, PIPELINE_TAG } from '../../handlers/contract/names';
import { ec2 as ec2Service } from '../../local-endpoint/services/ec2/service';
import { findImage } from '../../packer/bake/find-image';

const DAY = 24 * 60 * 60 * 1000;
const MADE = new Date('2026-01-01T00:00:00Z');

let endpoint: TestEndpoint;
let ec2: EC2Client;
let log: string[];
let images = 0;

beforeAll(async () => {
  endpoint = await startTestEndpoint({ services: [ec2Service] });
  ec2 = new EC2Client(endpoint.client());
});
afterAll(() => endpoint.close());

beforeEach(() => {
  log = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => log.push(String(text)) > 0);
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

/** An image of the pipeline that was made of `hash`. @returns its id */
async function image(hash: string): Promise<string> {
  const { ImageId = '' } = await ec2.send(new RegisterImageCommand({ Name: `image ${++images}` }));
  const Tags = Object.entries({ [PIPELINE_TAG]: 'shop-fleet-stg', [IMAGE_HASH_TAG]: hash });
  await ec2.send(
    new CreateTagsCommand({ Resources: [ImageId], Tags: Tags.map(([Key, Value]) => ({ Key, Value })) }),
  );
  return ImageId;
}

/** What a bake finds that many days after the images were made. */
function findAfter(days: number, hash: string, maxAgeDays?: number) {
  jest.useFakeTimers({ now: MADE.getTime() + days * DAY, advanceTimers: true });
  const identity = { prefix: 'shop', pipeline: 'fleet', environment: 'stg' };
  return findImage({ identity, maxAgeDays } as Parameters<typeof findImage>[0], hash, {
    ec2,
  } as Parameters<typeof findImage>[2]);
}

test('an image of the same is found for as long as it is younger than maxAge, to the day', async () => {
  const id = await image('young');
  expect(await findAfter(6.9, 'young', 7)).toBe(id);
  expect(await findAfter(7, 'young', 7)).toBeUndefined();
  expect(log.join('')).toContain(
    `${id} of 2026-01-01T00:00:00.000Z has the hash young, but is 7 days old; image.maxAge is 7 days`,
  );
});

test('without a maxAge it is found whatever its age, unless it is deprecated', async () => {
  const id = await image('old');
  expect(await findAfter(700, 'old')).toBe(id);
  const DeprecateAt = new Date(MADE.getTime() + 365 * DAY);
  await ec2.send(new EnableImageDeprecationCommand({ ImageId: id, DeprecateAt }));
  expect(await findAfter(364, 'old')).toBe(id);
  expect(await findAfter(366, 'old')).toBeUndefined();
  expect(log.join('')).toContain('but is deprecated since 2027-01-01');
});

test('an image of something else is not found', async () => {
  await image('other');
  expect(await findAfter(0, 'hash')).toBeUndefined();
});
