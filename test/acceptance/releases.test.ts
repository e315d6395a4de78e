import { failureOf, retryStage } from './support/executions';
import { type Factory, startFactory } from './support/factory';
import { takeAway } from './support/grants';
import { ended, PIPELINE, push, released, shopSpec, tags, upload, whatServes } from './support/shop';

let factory: Factory;
let first: { digest: string; execution: string; taskDefinition: string };
let second: { digest: string };

beforeAll(async () => {
  factory = await startFactory(shopSpec());
}, 120_000);
afterAll(() => factory?.local.close());

const protecting = async () => {
  const found = await tags(factory);
  return { serving: found[`${PIPELINE}-serving`], previous: found[`${PIPELINE}-previous`] };
};

const record = async () => {
  const { Parameter } = await factory.aws<{ Parameter: { Value: string } }>(
    ...['ssm', 'get-parameter', '--name', '/acme/web/test/release'],
  );
  return JSON.parse(Parameter.Value) as {
    serving: { cause: string; deploymentId: string; images: { web: string } };
  };
};

test('a push with the tag that the spec names releases the image, and the one before stays protected', async () => {
  await upload(factory);
  const firstDigest = await push(factory, 'v1', 'first');
  const { pipelineExecutionId: execution = '', status } = await released(factory, firstDigest);
  expect(status).toBe('Succeeded');
  const serving = await whatServes(factory);
  first = { digest: firstDigest, execution, taskDefinition: serving.taskSets[0]?.taskDefinition ?? '' };

  second = { digest: await push(factory, 'v1', 'second') };
  expect((await released(factory, second.digest)).status).toBe('Succeeded');
  expect((await whatServes(factory)).images).toEqual([expect.stringContaining(second.digest)]);
  expect(await protecting()).toEqual({ serving: second.digest, previous: first.digest });
}, 120_000);

test('rollback-stage brings the earlier image back; tags and record follow', async () => {
  const { pipelineExecutionId } = await factory.aws<{ pipelineExecutionId: string }>(
    ...['codepipeline', 'rollback-stage', '--pipeline-name', PIPELINE, '--stage-name', 'Deploy'],
    ...['--target-pipeline-execution-id', first.execution],
  );
  const rollback = await ended(
    factory,
    'the rollback',
    (one) => one.pipelineExecutionId === pipelineExecutionId,
  );
  expect(rollback).toMatchObject({ status: 'Succeeded', executionType: 'ROLLBACK' });
  expect((await whatServes(factory)).images).toEqual([expect.stringContaining(first.digest)]);
  expect(await protecting()).toEqual({ serving: first.digest, previous: second.digest });
  const { serving } = await record();
  expect(serving.cause).toBe('rollback');
  expect(serving.images.web).toContain(first.digest);
}, 90_000);

test('a deployment that a person creates past the pipeline is recorded too', async () => {
  const third = await push(factory, 'v1', 'third');
  expect((await released(factory, third)).status).toBe('Succeeded');
  const revision = await factory.file('revision.json', JSON.stringify(revisionOf(first.taskDefinition)));
  const { deploymentId } = await factory.aws<{ deploymentId: string }>(
    ...['deploy', 'create-deployment', '--application-name', PIPELINE, '--deployment-group-name', PIPELINE],
    ...['--revision', `file://${revision}`],
  );
  await factory.until('The tag of the image that serves', async () =>
    (await protecting()).serving === first.digest ? true : undefined,
  );
  expect(await protecting()).toEqual({ serving: first.digest, previous: third });
  expect((await record()).serving).toMatchObject({ cause: 'manual', deploymentId });
}, 120_000);

test('without one of its grants the role fails with the words of IAM and nothing changes; with it, a retry succeeds', async () => {
  const before = await whatServes(factory);
  const giveBack = await takeAway(factory, PIPELINE, 'codedeploy:CreateDeployment');
  const digest = await push(factory, 'v1', 'fourth');
  const { status, pipelineExecutionId: execution = '' } = await released(factory, digest);
  expect(status).toBe('Failed');
  expect((await failureOf(factory, PIPELINE, execution))?.summary).toMatch(
    /is not authorized to perform: codedeploy:\w+ on resource: arn:aws:codedeploy/,
  );
  expect(await whatServes(factory)).toEqual(before);

  await giveBack();
  await retryStage(factory, PIPELINE, 'Deploy', execution);
  expect((await released(factory, digest)).status).toBe('Succeeded');
  expect((await whatServes(factory)).images).toEqual([expect.stringContaining(digest)]);
}, 120_000);

function revisionOf(TaskDefinition: string): object {
  const Properties = { TaskDefinition, LoadBalancerInfo: { ContainerName: 'web', ContainerPort: 3000 } };
  const TargetService = { Type: 'AWS::ECS::Service', Properties };
  const content = JSON.stringify({ version: 0.0, Resources: [{ TargetService }] });
  return { revisionType: 'AppSpecContent', appSpecContent: { content } };
}
