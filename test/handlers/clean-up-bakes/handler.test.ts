import { CLEAN_UP_BAKES } from '../../../handlers/contract/clean-up-bakes';
import { randomUUID } from 'node:crypto';
import { RunInstancesCommand } from '@aws-sdk/client-ec2';
import { handler } from '../../../handlers/clean-up-bakes/handler';
import { PIPELINE_TAG } from '../../../handlers/contract/names';
import { callsWith } from '../harness/faults';
import { createLeftoversFixture, type LeftoversFixture } from './leftovers-fixture';

let fixture: LeftoversFixture;

beforeAll(async () => {
  fixture = await createLeftoversFixture();
});

beforeEach(() => fixture.nextPipeline());

afterAll(() => fixture.close());

/** What a packer leaves that is killed while it makes the image: nothing but the instance carries a tag. */
async function leaveEverything(buildId: string): Promise<void> {
  const instance = await fixture.instance(buildId);
  await fixture.image(instance);
}

it('removes instance, volumes, key pair, group, image and snapshots of a bake that failed', async () => {
  const before = await fixture.left();
  const buildId = fixture.build();
  await leaveEverything(buildId);
  await fixture.invokeWithRetries(buildId);
  expect(await fixture.left()).toEqual(before);
});

it('changes nothing when it is invoked again', async () => {
  const buildId = fixture.build('STOPPED');
  await leaveEverything(buildId);
  await fixture.invokeWithRetries(buildId);
  const before = await fixture.left();
  await fixture.invoke(buildId);
  expect(await fixture.left()).toEqual(before);
});

it('removes an image that carries the tags from its creation on', async () => {
  const before = await fixture.left();
  const buildId = fixture.build();
  const instance = await fixture.instance(buildId);
  await fixture.image(instance, { tags: fixture.tagsOf(buildId) });
  await fixture.invokeWithRetries(buildId);
  expect(await fixture.left()).toEqual(before);
});

it('keeps a finished image with its snapshots, also of a bake that failed afterwards', async () => {
  const buildId = fixture.build();
  const instance = await fixture.instance(buildId);
  const image = await fixture.image(instance, { tags: fixture.tagsOf(buildId), finished: true });
  const before = await fixture.left();
  await fixture.invokeWithRetries(buildId);
  const after = await fixture.left();
  expect(after).toContain(image);
  expect(after.filter((id) => id.startsWith('snap-'))).toEqual(before.filter((id) => id.startsWith('snap-')));
  expect(after).not.toContain(instance);
});

it.each(['SUCCEEDED', 'IN_PROGRESS'] as const)('leaves a bake alone that is %s', async (status) => {
  const failed = fixture.build();
  await leaveEverything(fixture.build(status));
  const before = await fixture.left();
  await fixture.invoke(failed);
  expect(await fixture.left()).toEqual(before);
});

it.each(['another build has succeeded', 'CodeBuild has forgotten it'])(
  'removes what a failed bake left whose own event was lost, when %s',
  async (when) => {
    const before = await fixture.left();
    const lost = fixture.build();
    await leaveEverything(lost);
    if (when.startsWith('CodeBuild')) fixture.forget(lost);
    await fixture.invokeWithRetries(fixture.build('SUCCEEDED'));
    expect(await fixture.left()).toEqual(before);
  },
);

it('touches nothing of other pipelines, of other packers, and of nobody', async () => {
  const other = fixture.build();
  await leaveEverything(other);
  await fixture.nextPipeline();
  const buildId = fixture.build();
  await leaveEverything('no-bake:of-ours');
  const foreign = await fixture.instance(randomUUID());
  await fixture.image(foreign, { name: `${fixture.pipeline}-${randomUUID()}` });
  const before = await fixture.left();
  await fixture.invoke(buildId);
  expect(await fixture.left()).toEqual(before);
});

it('takes an old image without tags for a bake’s by its name', async () => {
  const instance = await fixture.instance('no-bake:of-ours');
  const old = await fixture.image(instance, { name: `${fixture.pipeline}-${randomUUID()}` });
  const likely = await fixture.image(instance, { name: `${fixture.pipeline}-of-ours` });
  jest.spyOn(Date, 'now').mockReturnValue(fixture.endpoint.clock.now().getTime() + 46 * 3_600_000);
  await fixture.invoke(fixture.build('SUCCEEDED')).finally(() => jest.restoreAllMocks());
  const after = await fixture.left();
  expect(after).not.toContain(old);
  expect(after).toContain(likely);
});

it('leaves what belongs to a bake’s instance but carries another pipeline’s tag', async () => {
  const buildId = fixture.build();
  const instance = await fixture.instance(buildId);
  const kept = await fixture.image(instance, { tags: [{ Key: PIPELINE_TAG, Value: 'shop-other-stg' }] });
  await fixture.invokeWithRetries(buildId);
  expect(await fixture.left()).toContain(kept);
});

it('returns for a pipeline whose role it may not assume, and for other events', async () => {
  const context = { invokedFunctionArn: 'arn:aws:lambda:ap-northeast-1:1:function:clean-up-bakes' };
  const detail = { 'project-name': 'shop-none-stg-bake', 'build-id': 'arn:x:build/shop-none-stg-bake:1' };
  const event = { 'detail-type': 'CodeBuild Build State Change', account: '222222222222', detail };
  await expect(handler(event, context)).resolves.toBeUndefined();
  await expect(
    handler({ ...event, detail: { ...detail, 'project-name': 'x' } }, context),
  ).resolves.toBeUndefined();
  await expect(handler({ 'detail-type': 'other' }, context)).resolves.toBeUndefined();
});

test.each(['request lost', 'response lost'] as const)(
  'ends the same when it dies at any call (%s) and is invoked again',
  async (fault) => {
    const before = await fixture.left();
    const first = fixture.build();
    await leaveEverything(first);
    fixture.proxy.heal();
    await fixture.invokeWithRetries(first);
    const { calls } = fixture.proxy;
    const operations = [...fixture.proxy.operations];
    expect(calls).toBeGreaterThan(20);
    expect(operations).toHaveLength(calls);
    for (const call of callsWith(fault, operations)) {
      await fixture.nextPipeline();
      const buildId = fixture.build();
      await leaveEverything(buildId);
      fixture.proxy.break(call, fault);
      await fixture.invokeWithRetries(buildId).catch(() => undefined);
      fixture.proxy.heal();
      await fixture.invokeWithRetries(buildId);
      expect(await fixture.left()).toEqual(before);
    }
  },
);

describe('each grant is needed', () => {
  it.each(CLEAN_UP_BAKES.roleActions)('%s', async (action) => {
    const buildId = fixture.build();
    await leaveEverything(buildId);
    await fixture.allow(action);
    await expect(fixture.invokeWithRetries(buildId)).rejects.toThrow(action);
    await fixture.allow();
    await fixture.invokeWithRetries(buildId);
  });
});

it('keeps other instances running', async () => {
  const buildId = fixture.build();
  await leaveEverything(buildId);
  const { Instances: [other] = [] } = await fixture.ec2.send(
    new RunInstancesCommand({ ImageId: 'ami-12c6146b', InstanceType: 't3.small', MinCount: 1, MaxCount: 1 }),
  );
  await fixture.invokeWithRetries(buildId);
  expect(await fixture.left()).toContain(other?.InstanceId);
});
