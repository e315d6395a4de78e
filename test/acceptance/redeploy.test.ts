import { type Factory, startFactory } from './support/factory';
import { leftovers } from './support/leftovers';
import { ended, PIPELINE, push, released, REPOSITORY, shopSpec, upload, whatServes } from './support/shop';

let factory: Factory;
let digest: string;

beforeAll(async () => {
  factory = await startFactory(shopSpec());
  await upload(factory);
  digest = await push(factory, 'v1', 'first');
  await released(factory, digest);
}, 150_000);
afterAll(() => factory?.local.close());

const deploy = () => factory.cdk('deploy', '--all', '--require-approval', 'never');

test('the stack that owns the service, deployed again after a release, leaves image, task set and traffic alone', async () => {
  const before = await whatServes(factory);
  expect(before.images).toEqual([expect.stringContaining(digest)]);
  await factory.synthesize(shopSpec({ service: ', desiredCount: 2, healthCheckPath: /healthz' }));
  expect((await deploy()).join('\n')).toMatch(/✅ {2}acme-web-test-service$/m);
  expect(await whatServes(factory)).toEqual(before);

  const { services } = await factory.aws<{ services: object[] }>(
    ...['ecs', 'describe-services', '--cluster', PIPELINE, '--services', PIPELINE],
  );
  expect(services).toMatchObject([{ desiredCount: 2, runningCount: 2 }]);
  const { TargetGroups } = await factory.aws<{ TargetGroups: { HealthCheckPath: string }[] }>(
    ...['elbv2', 'describe-target-groups', '--names', `${PIPELINE}-blue`, `${PIPELINE}-green`],
  );
  expect(TargetGroups.map(({ HealthCheckPath }) => HealthCheckPath)).toEqual(['/healthz', '/healthz']);
}, 120_000);

test('what changes in the spec is what the next release goes by', async () => {
  const worker = `  worker:
    kind: ecs-blue-green
    source: { image: { ecr: acme/worker }, settings: { s3: acme-worker-releases } }
    environments: { test: {} }`;
  await factory.synthesize(
    shopSpec({
      image: 'tag: v2, untaggedExpiry: 3d',
      deploy:
        'traffic: { linear: { percentage: 50, interval: 1m } }, blueTerminationWait: 2m, rollbackOn: [failure]',
      environment: 'approval: true',
      more: worker,
    }),
  );
  await deploy();
  const { deploymentGroupInfo } = await factory.aws<{ deploymentGroupInfo: object }>(
    ...[
      'deploy',
      'get-deployment-group',
      '--application-name',
      PIPELINE,
      '--deployment-group-name',
      PIPELINE,
    ],
  );
  expect(deploymentGroupInfo).toMatchObject({
    deploymentConfigName: `${PIPELINE}-Linear50PercentEvery1Minutes`,
    autoRollbackConfiguration: { events: ['DEPLOYMENT_FAILURE'] },
    blueGreenDeploymentConfiguration: {
      terminateBlueInstancesOnDeploymentSuccess: { terminationWaitTimeInMinutes: 2 },
    },
  });
  const { lifecyclePolicyText } = await factory.aws<{ lifecyclePolicyText: string }>(
    ...['ecr', 'get-lifecycle-policy', '--repository-name', REPOSITORY],
  );
  expect(lifecyclePolicyText).toContain('"countNumber":3');
  const { pipelines } = await factory.aws<{ pipelines: { name: string }[] }>(
    'codepipeline',
    'list-pipelines',
  );
  expect(pipelines.map(({ name }) => name).sort()).toEqual([PIPELINE, 'acme-worker-test']);

  await push(factory, 'v1', 'a tag that starts nothing any more');
  const next = await push(factory, 'v2', 'second');
  await approve();
  expect((await released(factory, next)).status).toBe('Succeeded');
  expect((await whatServes(factory)).images).toEqual([expect.stringContaining(next)]);
  const newest = await ended(factory, 'the newest execution', () => true);
  expect(newest.sourceRevisions).toContainEqual(expect.objectContaining({ revisionId: next }));
}, 120_000);

test('destroying leaves nothing behind, full buckets and repositories included, whichever target group serves, and the way is free to deploy again', async () => {
  await factory.cdk('destroy', '--all', '--force');
  expect(await leftovers(factory)).toEqual([]);
  await deploy();
  await upload(factory);
  const again = await push(factory, 'v2', 'third');
  await approve();
  expect((await released(factory, again)).status).toBe('Succeeded');

  // Now the listeners use the target group that they did not use when the stack was destroyed before.
  await factory.cdk('destroy', '--all', '--force');
  expect(await leftovers(factory)).toEqual([]);
}, 150_000);

async function approve(): Promise<void> {
  const token = await factory.until('The approval', async () => {
    const { stageStates } = await factory.aws<{
      stageStates: { stageName: string; actionStates: { latestExecution?: { token?: string } }[] }[];
    }>('codepipeline', 'get-pipeline-state', '--name', PIPELINE);
    return stageStates.find(({ stageName }) => stageName === 'Approval')?.actionStates[0]?.latestExecution
      ?.token;
  });
  await factory.aws(
    ...['codepipeline', 'put-approval-result', '--pipeline-name', PIPELINE, '--stage-name', 'Approval'],
    ...['--action-name', 'Approve', '--token', token, '--result', 'summary=fine,status=Approved'],
  );
}
