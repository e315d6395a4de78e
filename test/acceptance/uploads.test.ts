import { GetDeploymentGroupCommand } from '@aws-sdk/client-codedeploy';
import { ListPipelinesCommand } from '@aws-sdk/client-codepipeline';
import { DescribeImagesCommand, GetLifecyclePolicyCommand } from '@aws-sdk/client-ecr';
import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import { DescribeTargetGroupsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { runDiff } from '../../bin/commands/diff';
import { runRollback } from '../../bin/commands/rollback';
import { runStatus } from '../../bin/commands/status';
import { ACCOUNT, type DeployedApp, deployApp, REGION } from './support/deployed-app';
import { expectSuccess, failedAction, retryStage } from './support/executions';
import { approve, expectCommandsRead } from './support/expect-commands';
import { leftovers } from './support/leftovers';
import { type CommandOutput, outputOf } from './support/release-commands';
import { removeGrant } from './support/role-policy';
import {
  ended,
  PIPELINE,
  pushImageByCli,
  pushImageBySdk,
  REPOSITORY,
  released,
  servingSnapshot,
  uploadSettingsByCli,
  uploadsConfig,
} from './support/uploads';

jest.setTimeout(600_000); // ends a hang: an idle machine needs a minute for the longest test

let app: DeployedApp;
let first: { digest: string; execution: string; taskDefinition: string };
let second: { digest: string; execution: string };

beforeAll(async () => {
  app = await deployApp(uploadsConfig());
});
afterAll(() => app?.local.close());

test('a push with the configured tag releases the image, and the one before stays protected', async () => {
  await uploadSettingsByCli(app);
  const firstDigest = await pushImageByCli(app, 'v1', 'first');
  const release = await released(app, firstDigest);
  await expectSuccess(app, PIPELINE, release);
  const { pipelineExecutionId: execution = '' } = release;
  const serving = await servingSnapshot(app);
  first = { digest: firstDigest, execution, taskDefinition: serving.taskSets[0]?.taskDefinition ?? '' };

  const secondDigest = await pushImageBySdk(app, 'v1', 'second');
  const later = await released(app, secondDigest);
  await expectSuccess(app, PIPELINE, later);
  second = { digest: secondDigest, execution: later.pipelineExecutionId ?? '' };
  expect((await servingSnapshot(app)).images).toEqual([expect.stringContaining(second.digest)]);
  expect(await protectedDigests()).toEqual({ serving: second.digest, previous: first.digest });
});

test('diff of the first release shows the image, and that CodeDeploy followed the same appspec.yaml', async () => {
  const { text } = await outputOf(app, (query, out, tools) =>
    runDiff({ ...query, pipeline: PIPELINE, execution: first.execution }, out, tools),
  );
  expect(text).toContain(first.digest.slice(0, 19));
  expect(text).toContain(second.digest.slice(0, 19));
  expect(text).not.toContain('appspec');
});

test('rollback-stage brings the earlier image back and updates tags and record', async () => {
  const { pipelineExecutionId } = await app.aws<{ pipelineExecutionId: string }>(
    ...['codepipeline', 'rollback-stage', '--pipeline-name', PIPELINE, '--stage-name', 'Deploy'],
    ...['--target-pipeline-execution-id', first.execution],
  );
  const rollback = await ended(app, 'the rollback', (one) => one.pipelineExecutionId === pipelineExecutionId);
  expect(rollback).toMatchObject({ status: 'Succeeded', executionType: 'ROLLBACK' });
  expect((await servingSnapshot(app)).images).toEqual([expect.stringContaining(first.digest)]);
  expect(await protectedDigests()).toEqual({ serving: first.digest, previous: second.digest });
  const { serving } = await releaseRecord();
  expect(serving.cause).toBe('rollback');
  expect(serving.images.web).toContain(first.digest);
});

test('status shows what serves and which executions can be gone back to', async () => {
  const { code, text } = await status();
  expect(code).toBe(0);
  expect(text).toContain(
    `image web  ${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${REPOSITORY}@${first.digest}`,
  );
  expect(text).toMatch(/strength +1 of 1 tasks run, 1 healthy behind the load balancer/);
  expect(text).toMatch(/cause +rollback/);
  expect(text).toContain('none is possible now: there is no release before the one that serves');
  expect(text).toMatch(new RegExp(`${first.execution}.*\\(serves\\)`));
  expect(text).toContain(second.execution);
});

test('rollback goes to the execution that --to names, and then to the release before', async () => {
  const there = await rollback({ to: second.execution.slice(0, 8) });
  expect(there.text).toContain(`rolls stage Deploy back to execution ${second.execution}`);
  expect(there.text).toContain(
    `✓ image web: ${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${REPOSITORY}@${second.digest}`,
  );
  expect(there.text).toContain('Deploy / RecordRelease');
  expect(there.text).toContain(`${PIPELINE} went back`);
  expect(there.code).toBe(0);
  expect((await servingSnapshot(app)).images).toEqual([expect.stringContaining(second.digest)]);

  const back = await rollback({});
  expect(back.code).toBe(0);
  expect((await servingSnapshot(app)).images).toEqual([expect.stringContaining(first.digest)]);
  expect(await protectedDigests()).toEqual({ serving: first.digest, previous: second.digest });
});

test('rollback in the hold stops the deployment, and blue gets the traffic back', async () => {
  const before = await servingSnapshot(app);
  const digest = await pushImageBySdk(app, 'v1', 'regretted');
  const dryRun = await app.until('The hold', async () => {
    const { text } = await rollback({ dryRun: true });
    return text.includes('blue still runs, and gets all traffic at once') ? text : undefined;
  });
  expect(dryRun).toContain('Nothing is done: this is a dry run.');
  expect((await rollback({ to: first.execution })).text).toContain('leave --to out');
  const { code, text } = await rollback({});
  expect(text).toContain(`${PIPELINE} went back`);
  expect(code).toBe(0);
  expect((await released(app, digest)).status).toBe('Failed');
  expect((await servingSnapshot(app)).taskSets).toEqual(before.taskSets);
});

test('a deployment that a person creates without the pipeline is recorded too', async () => {
  const third = await pushImageBySdk(app, 'v1', 'third');
  await expectSuccess(app, PIPELINE, await released(app, third));
  const revision = await app.file('revision.json', JSON.stringify(revisionOf(first.taskDefinition)));
  const { deploymentId } = await app.aws<{ deploymentId: string }>(
    ...['deploy', 'create-deployment', '--application-name', PIPELINE, '--deployment-group-name', PIPELINE],
    ...['--revision', `file://${revision}`],
  );
  await app.until('The tag of the image that serves', async () =>
    (await protectedDigests()).serving === first.digest ? true : undefined,
  );
  expect(await protectedDigests()).toEqual({ serving: first.digest, previous: third });
  expect((await releaseRecord()).serving).toMatchObject({ cause: 'manual', deploymentId });
});

test("without one of its grants the role fails with IAM's message and nothing changes; with it, a retry succeeds", async () => {
  const before = await servingSnapshot(app);
  const restore = await removeGrant(app, PIPELINE, 'codedeploy:CreateDeployment');
  const digest = await pushImageBySdk(app, 'v1', 'fourth');
  const { status, pipelineExecutionId: execution = '' } = await released(app, digest);
  expect(status).toBe('Failed');
  expect((await failedAction(app, PIPELINE, execution))?.message).toMatch(
    /is not authorized to perform: codedeploy:\w+ on resource: arn:aws:codedeploy/,
  );
  expect(await servingSnapshot(app)).toEqual(before);

  await restore();
  await retryStage(app, PIPELINE, 'Deploy', execution);
  await expectSuccess(app, PIPELINE, await released(app, digest));
  expect((await servingSnapshot(app)).images).toEqual([expect.stringContaining(digest)]);
});

test('the stack that owns the service, deployed again after a release, does not change image, task set and traffic', async () => {
  const before = await servingSnapshot(app);
  const changed = uploadsConfig({ service: ', desiredCount: 2, healthCheckPath: /healthz' });
  expect((await app.deploy(changed)).join('\n')).toMatch(/✅ {2}acme-web-test-service$/m);
  expect(await servingSnapshot(app)).toEqual(before);

  const { services } = await app.clients.ecs.send(
    new DescribeServicesCommand({ cluster: PIPELINE, services: [PIPELINE] }),
  );
  expect(services).toMatchObject([{ desiredCount: 2, runningCount: 2 }]);
  const { TargetGroups } = await app.clients.elb.send(
    new DescribeTargetGroupsCommand({ Names: [`${PIPELINE}-blue`, `${PIPELINE}-green`] }),
  );
  expect(TargetGroups?.map(({ HealthCheckPath }) => HealthCheckPath)).toEqual(['/healthz', '/healthz']);
});

test('the next release follows a changed config', async () => {
  const { clients } = app;
  const worker = `  worker:
    kind: ecs-blue-green
    source: { image: { ecr: acme/worker }, settings: { s3: acme-worker-releases } }
    environments: { test: {} }`;
  await app.deploy(
    uploadsConfig({
      image: 'tag: v2, untaggedExpiry: 9d',
      deploy:
        'traffic: { linear: { percentage: 50, interval: 1m } }, blueTerminationWait: 2m, rollbackOn: [failure]',
      environment: 'approval: true',
      more: worker,
    }),
  );
  const { deploymentGroupInfo } = await clients.codeDeploy.send(
    new GetDeploymentGroupCommand({ applicationName: PIPELINE, deploymentGroupName: PIPELINE }),
  );
  expect(deploymentGroupInfo).toMatchObject({
    deploymentConfigName: `${PIPELINE}-Linear50PercentEvery1Minutes`,
    autoRollbackConfiguration: { events: ['DEPLOYMENT_FAILURE'] },
    blueGreenDeploymentConfiguration: {
      terminateBlueInstancesOnDeploymentSuccess: { terminationWaitTimeInMinutes: 2 },
    },
  });
  const { lifecyclePolicyText } = await clients.ecr.send(
    new GetLifecyclePolicyCommand({ repositoryName: REPOSITORY }),
  );
  expect(lifecyclePolicyText).toContain('"countNumber":9');
  const { pipelines } = await clients.codePipeline.send(new ListPipelinesCommand({}));
  expect(pipelines?.map(({ name }) => name).sort()).toEqual([PIPELINE, 'acme-worker-test']);

  await pushImageBySdk(app, 'v1', 'a tag that starts nothing any more');
  const next = await pushImageBySdk(app, 'v2', 'fifth');
  await approve(app, PIPELINE);
  await expectSuccess(app, PIPELINE, await released(app, next));
  expect((await servingSnapshot(app)).images).toEqual([expect.stringContaining(next)]);
  const newest = await ended(app, 'the newest execution', () => true);
  expect(newest.sourceRevisions).toContainEqual(expect.objectContaining({ revisionId: next }));
});

test('every command reads a pipeline whose images and settings are uploaded', () =>
  expectCommandsRead(app, PIPELINE));

test('destroying leaves nothing behind, whichever target group serves, and the app can be deployed again', async () => {
  const before = await productionTargetGroup();
  await app.destroy();
  expect(await leftovers(app)).toEqual([]);
  await app.deploy();
  await uploadSettingsByCli(app);
  let after = before;
  for (let release = 1; after === before; release += 1) {
    const digest = await pushImageBySdk(app, 'v2', `release ${release} after the stacks were destroyed`);
    await approve(app, PIPELINE);
    await expectSuccess(app, PIPELINE, await released(app, digest));
    after = await productionTargetGroup();
  }
  await app.destroy(); // while the other target group serves
  expect(await leftovers(app)).toEqual([]);
});

const status = (): Promise<CommandOutput> =>
  outputOf(app, (query, out, tools) => runStatus({ ...query, pipeline: PIPELINE }, out, tools));

const rollback = (options: { to?: string; dryRun?: boolean }): Promise<CommandOutput> =>
  outputOf(app, (query, out, tools) => runRollback({ ...query, ...options, pipeline: 'web' }, out, tools));

/** Digests under the two tags that protect images. */
async function protectedDigests(): Promise<{ serving?: string; previous?: string }> {
  const { imageDetails = [] } = await app.clients.ecr.send(
    new DescribeImagesCommand({ repositoryName: REPOSITORY }),
  );
  const digestOf = (tag: string) =>
    imageDetails.find(({ imageTags }) => imageTags?.includes(tag))?.imageDigest;
  return { serving: digestOf(`${PIPELINE}-serving`), previous: digestOf(`${PIPELINE}-previous`) };
}

interface Release {
  readonly cause: string;
  readonly deploymentId: string;
  readonly images: { readonly web: string };
}

async function releaseRecord(): Promise<{ readonly serving: Release }> {
  const { Parameter } = await app.clients.ssm.send(
    new GetParameterCommand({ Name: '/acme/web/test/release' }),
  );
  return JSON.parse(Parameter?.Value ?? '') as { serving: Release };
}

/** Name of the one target group that the production listener forwards to. */
async function productionTargetGroup(): Promise<string | undefined> {
  const { listener = [] } = await servingSnapshot(app);
  const arn = listener[0]?.TargetGroupArn ?? listener[0]?.ForwardConfig?.TargetGroups?.[0]?.TargetGroupArn;
  return arn?.split('/')[1];
}

function revisionOf(TaskDefinition: string): object {
  const Properties = { TaskDefinition, LoadBalancerInfo: { ContainerName: 'web', ContainerPort: 3000 } };
  const TargetService = { Type: 'AWS::ECS::Service', Properties };
  const content = JSON.stringify({ version: 0.0, Resources: [{ TargetService }] });
  return { revisionType: 'AppSpecContent', appSpecContent: { content } };
}
