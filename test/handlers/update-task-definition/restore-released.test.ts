import {
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  type Deployment,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import { ACCOUNT, REGION } from '@pipeline-factory/local-endpoint/testing';
import { pipelineName } from '../../../handlers/contract/names';
import type { ReleaseRecord } from '../../../handlers/contract/release-record';
import { handler } from '../../../handlers/update-task-definition/handler';
import { actionHarness, FAULT_TEST_TIMEOUT } from '../harness/action-harness';
import { callsWith } from '../harness/faults';
import type { Fault } from '../harness/faulty-proxy';

const harness = actionHarness(handler, () => ({}));

/** The family, the service and its cluster. */
const family = () => pipelineName(harness.pipeline.identity);

const define = (image: string) => harness.pipeline.define({ app: image });

const record = (serving: object) => harness.pipeline.putRecord(JSON.stringify({ serving }));

const release = (taskDefinition: string): ReleaseRecord['serving'] => ({
  ...{ type: 'ecs', taskDefinition, images: {}, deploymentId: 'ecs-svc/1' },
  ...{ servingSince: '2026-01-01T00:00:00.000Z', cause: 'release' },
});

/** Makes a revision what the service runs, or is to run. */
const run = (taskDefinition: string, more: Partial<Deployment> = {}, status = 'ACTIVE') =>
  harness.overrides.set('DescribeServices', async () => ({
    services: [{ status, deployments: [{ status: 'PRIMARY', taskDefinition, ...more }] }],
  }));

const event = (more: object = {}, name = family()) => ({
  ...{ source: 'aws.ecs', 'detail-type': 'ECS Deployment State Change', account: ACCOUNT, region: REGION },
  resources: [`arn:aws:ecs:${REGION}:${ACCOUNT}:service/${name}/${name}`],
  time: new Date(Date.now() + 60_000).toISOString(),
  detail: { eventType: 'ERROR', eventName: 'SERVICE_DEPLOYMENT_FAILED', deploymentId: 'ecs-svc/2' },
  ...more,
});

async function newest(): Promise<TaskDefinition> {
  const command = new DescribeTaskDefinitionCommand({ taskDefinition: family() });
  return (await new ECSClient(harness.direct).send(command)).taskDefinition ?? {};
}

async function countRevisions(): Promise<number> {
  const command = new ListTaskDefinitionsCommand({ familyPrefix: family() });
  return (await new ECSClient(harness.direct).send(command)).taskDefinitionArns?.length ?? 0;
}

/** A release, and a second one that ECS rolled back. */
async function rolledBack(): Promise<{ readonly good: string; readonly bad: string }> {
  const good = await define('app:good');
  await record(release(good));
  const bad = await define('app:bad');
  run(good, { rolloutState: 'IN_PROGRESS' });
  return { good, bad };
}

test('makes what was released the newest revision after a deployment that was rolled back', async () => {
  const { bad } = await rolledBack();
  expect((await newest()).taskDefinitionArn).toBe(bad);
  await harness.invoke(event());
  expect(await newest()).toMatchObject({ revision: 3, containerDefinitions: [{ image: 'app:good' }] });
});

test('does so once, however often the event comes', async () => {
  await rolledBack();
  for (let times = 0; times < 3; times++) await harness.invoke(event());
  expect(await countRevisions()).toBe(3);
});

test('does so after the completed rollback, where only alarms watch', async () => {
  const { good } = await rolledBack();
  run(good, { rolloutState: 'COMPLETED' });
  await harness.invoke(event({ detail: { eventName: 'SERVICE_DEPLOYMENT_COMPLETED' } }));
  expect(await newest()).toMatchObject({ containerDefinitions: [{ image: 'app:good' }] });
});

test('does so where the service runs a copy of what was released', async () => {
  await rolledBack();
  await harness.invoke(event());
  const { taskDefinitionArn: copy = '' } = await newest();
  await define('app:worse');
  run(copy);
  await harness.invoke(event());
  expect(await newest()).toMatchObject({ revision: 5, containerDefinitions: [{ image: 'app:good' }] });
});

test('does so after a deployment that failed and is not rolled back', async () => {
  const { bad } = await rolledBack();
  run(bad, { rolloutState: 'FAILED' });
  await harness.invoke(event());
  expect(await newest()).toMatchObject({ containerDefinitions: [{ image: 'app:good' }] });
});

test('copies all that the revision has, with its tags', async () => {
  const ecs = new ECSClient(harness.direct);
  const { taskDefinition: { taskDefinitionArn: good = '' } = {} } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      ...{ family: family(), networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256' },
      ...{ memory: '512', taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/task` },
      containerDefinitions: [{ name: 'app', image: 'app:good', environment: [{ name: 'A', value: 'b' }] }],
      tags: [{ key: 'team', value: 'shop' }],
    }),
  );
  await record(release(good));
  await define('app:bad');
  run(good);
  await harness.invoke(event());
  const described = async (taskDefinition: string) => {
    const command = new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] });
    const { taskDefinition: found, tags } = await ecs.send(command);
    const { taskDefinitionArn, revision, registeredAt, ...content } = found ?? {};
    return { given: { taskDefinitionArn, revision, registeredAt }, content: { ...content, tags } };
  };
  const [original, copy] = [await described(good), await described(family())];
  expect(copy.given.revision).toBe(3);
  expect(copy.content).toEqual(original.content);
});

test.each<{ name: string; prepare: (good: string, bad: string) => unknown }>([
  { name: 'a fleet is recorded', prepare: () => record(FLEET) },
  {
    name: 'the service was there already, with a family of its own',
    prepare: (good) => record(release(good.replace(family(), 'theirs'))),
  },
  { name: 'the newest revision is being deployed', prepare: (_, bad) => run(bad, IN_PROGRESS) },
  { name: 'the service runs the newest revision', prepare: (_, bad) => run(bad) },
  { name: 'the service runs what is not recorded', prepare: async () => runUnrecorded() },
  { name: 'the service goes', prepare: (good) => run(good, {}, 'DRAINING') },
  {
    name: 'the service is gone',
    prepare: () => harness.overrides.set('DescribeServices', async () => ({ services: [] })),
  },
  { name: 'the newest revision came after the event', prepare: () => registeredLater() },
])('registers nothing where $name', async ({ prepare }) => {
  const { good, bad } = await rolledBack();
  await prepare(good, bad);
  const before = await countRevisions();
  await harness.invoke(event());
  expect(await countRevisions()).toBe(before);
});

const IN_PROGRESS = { rolloutState: 'IN_PROGRESS' } as const;

const FLEET = {
  ...{ type: 'asg', group: 'g', launchTemplate: { name: 't', version: '1' }, imageId: 'ami-1' },
  ...{ servingSince: '2026-01-01T00:00:00.000Z', cause: 'release' },
};

/** A revision between the recorded one and the newest. */
async function runUnrecorded(): Promise<void> {
  run(await define('app:unrecorded'));
  await define('app:worse');
}

/** ECS's time of registration, which moto has not. */
function registeredLater(): void {
  harness.overrides.set('DescribeTaskDefinition', async (_, { forward }) => {
    const answer = (await forward?.()) as { taskDefinition: object };
    return { ...answer, taskDefinition: { ...answer.taskDefinition, registeredAt: Date.now() / 1000 + 120 } };
  });
}

test('registers nothing before the first release', async () => {
  run(await define('placeholder'));
  await define('app:bad');
  await harness.invoke(event());
  expect(await countRevisions()).toBe(2);
});

test.each<{ name: string; more: () => object }>([
  { name: 'another account', more: () => ({ account: '222222222222' }) },
  { name: 'a service of another account', more: () => of('222222222222', family(), family()) },
  { name: 'another environment', more: () => of(ACCOUNT, 'shop-front-stg', 'shop-front-stg') },
  { name: 'another prefix', more: () => of(ACCOUNT, 'bank-front-prd', 'bank-front-prd') },
  { name: 'another service of the cluster', more: () => of(ACCOUNT, family(), 'other') },
  { name: 'a service in another cluster', more: () => of(ACCOUNT, 'other', family()) },
  { name: 'no service', more: () => ({ resources: 'none' }) },
  { name: 'no time', more: () => ({ time: undefined }) },
  { name: 'something else', more: () => ({ 'detail-type': 'ECS Task State Change' }) },
])('calls nothing on an event of $name', async ({ more }) => {
  await rolledBack();
  harness.proxy.heal();
  await harness.invoke(event(more()));
  expect(harness.proxy.calls).toBe(0);
});

const of = (account: string, cluster: string, service: string) => ({
  resources: [`arn:aws:ecs:${REGION}:${account}:service/${cluster}/${service}`],
});

test('fails, so that Lambda retries it and an alarm notifies, where the recorded revision is gone', async () => {
  const { good } = await rolledBack();
  await record(release(good.replace(/\d+$/, '99')));
  await expect(harness.invoke(event())).rejects.toThrow();
  expect(await countRevisions()).toBe(2);
});

/** The calls of one event, from the session of the role on. */
async function callsOfOneEvent(): Promise<readonly string[]> {
  await rolledBack();
  harness.proxy.heal();
  await harness.invoke(event());
  expect(harness.proxy.operations).toHaveLength(harness.proxy.calls);
  expect(harness.proxy.operations.at(-1)).toBe('RegisterTaskDefinition');
  return [...harness.proxy.operations];
}

test.each<Fault>(['request lost', 'response lost', 'unavailable'])(
  'ends the same, with one revision more, when it dies at any call (%s) and is invoked again',
  async (fault) => {
    const calls = await callsOfOneEvent();
    expect(calls).toHaveLength(6);
    const numbers = fault === 'unavailable' ? calls.map((_, index) => index + 1) : callsWith(fault, calls);
    for (const call of numbers) {
      await harness.nextPipeline();
      await rolledBack();
      harness.proxy.break(call, fault);
      await expect(harness.invoke(event())).rejects.toThrow();
      harness.proxy.heal();
      await harness.invoke(event());
      expect(await newest()).toMatchObject({ revision: 3, containerDefinitions: [{ image: 'app:good' }] });
    }
  },
  FAULT_TEST_TIMEOUT,
);
