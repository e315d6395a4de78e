import { BatchGetProjectsCommand } from '@aws-sdk/client-codebuild';
import { ListPipelineExecutionsCommand, type PipelineExecutionSummary } from '@aws-sdk/client-codepipeline';
import { UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { runRollback } from '../../bin/commands/rollback';
import { runStatus } from '../../bin/commands/status';
import { parseRecord } from '../../handlers/release-record/parse-record';
import type { GitClone } from '../../rehearsal/git/clone';
import {
  API,
  buildLog,
  builtImage,
  cloneApi,
  clonePage,
  commitsConfig,
  PAGE,
  serviceSnapshot,
  taskRevision,
} from './support/commits';
import { deployApp, type DeployedApp } from './support/deployed-app';
import { expectCommandsRead } from './support/expect-commands';
import { endedExecution, expectSuccess, failedAction, failedActions, retryStage } from './support/executions';
import { leftovers } from './support/leftovers';
import { outputOf } from './support/release-commands';
import { removeGrant } from './support/role-policy';

jest.setTimeout(600_000); // ends a hang: an idle machine needs a minute for the longest test

let app: DeployedApp;
let api: GitClone;
let page: GitClone;
let second: string; // the commit that the first release of the changed structure brought

beforeAll(async () => {
  app = await deployApp(commitsConfig());
  [api, page] = await Promise.all([cloneApi(app), clonePage(app)]);
});
afterAll(() => app?.local.close());

/** Ids of the executions that succeeded, the newest first. */
async function executionsOf(pipelineName: string): Promise<string[]> {
  const { pipelineExecutionSummaries = [] } = await app.clients.codePipeline.send(
    new ListPipelineExecutionsCommand({ pipelineName }),
  );
  return pipelineExecutionSummaries
    .filter(({ status }) => status === 'Succeeded')
    .map(({ pipelineExecutionId = '' }) => pipelineExecutionId);
}

const released = (pipeline: string, commit: string): Promise<PipelineExecutionSummary> =>
  endedExecution(app, pipeline, `a release of ${commit}`, ({ sourceRevisions = [] }) =>
    sourceRevisions.some(({ revisionId }) => revisionId === commit),
  );

test('a push is checked, built and released by ECS, and so are two images of one commit by CodeDeploy', async () => {
  const first = await api.commit('The first version of the API');
  const both = await page.commit('The first version of the page');
  expect(await api.push()).toContain(`${API} started by main`);
  expect(await page.push()).toContain(`${PAGE} started by main`);

  await expectSuccess(app, API, await released(API, first));
  expect(await serviceSnapshot(app, API)).toMatchObject({
    images: { api: await builtImage(app, 'api', first) },
    desiredCount: 2,
    runningCount: 2,
  });
  await expectSuccess(app, PAGE, await released(PAGE, both));
  expect((await serviceSnapshot(app, PAGE)).images).toEqual({
    front: await builtImage(app, 'acme/front', both),
    back: await builtImage(app, 'acme/back', both),
  });
});

test('two images whose verification fails give the traffic back while blue is there', async () => {
  const before = await serviceSnapshot(app, PAGE);
  await page.write('front/page', 'a broken front\n');
  const commit = await page.commit('A page that does not pass');
  await page.push();
  const { status, pipelineExecutionId: execution = '' } = await released(PAGE, commit);
  expect(status).toBe('Failed');
  const failures = await failedActions(app, PAGE, execution);
  expect(failures.map(({ action }) => action).sort()).toEqual(['Deploy', 'Verify']);
  expect(failures.find(({ action }) => action === 'Verify')?.message).toMatch(
    /^Build \S+ must succeed, got: FAILED in BUILD.*; deployment \S+ is stopped, and blue gets all traffic back$/,
  );
  const now = await app.until('The one task set that served before', async () => {
    const snapshot = await serviceSnapshot(app, PAGE);
    return snapshot.deployments.length === 1 ? snapshot : undefined;
  });
  expect(now).toEqual(before);
});

test('deployed again with another branch, time-out and size, the stacks do not change what serves', async () => {
  const before = { api: await serviceSnapshot(app, API), page: await serviceSnapshot(app, PAGE) };
  const changed = commitsConfig({ branch: 'stable', timeout: '2h', desiredCount: 3 });
  expect((await app.deploy(changed)).join('\n')).toMatch(/✅ {2}acme-api-test-service$/m);
  const grown = await app.until('The third task', async () => {
    const now = await serviceSnapshot(app, API);
    return now.runningCount === 3 ? now : undefined;
  });
  expect(grown).toEqual({ ...before.api, desiredCount: 3, runningCount: 3 });
  expect(await serviceSnapshot(app, PAGE)).toEqual(before.page);

  const { projects } = await app.clients.codeBuild.send(
    new BatchGetProjectsCommand({ names: [`${API}-check-style`] }),
  );
  expect(projects).toMatchObject([{ timeoutInMinutes: 120 }]);
  await api.write('api', 'the second version\n');
  await api.commit('A change on a branch that starts nothing any more');
  expect(await api.push()).toContain('nothing started');
});

test("a build without the grant to push fails with IAM's message; with it, a retry succeeds", async () => {
  const restore = await removeGrant(app, `${API}-build`, 'ecr:PutImage');
  const commit = await api.head();
  second = commit;
  await api.pushTo('stable');
  const { status, pipelineExecutionId: execution = '' } = await released(API, commit);
  expect(status).toBe('Failed');
  const failed = await failedAction(app, API, execution);
  expect(failed?.action).toBe('Build');
  expect(await buildLog(app, failed?.externalExecutionId ?? '')).toMatch(
    /is not authorized to perform: ecr:PutImage on resource: arn:aws:ecr:\S+:repository\/api/,
  );

  await restore();
  await retryStage(app, API, 'Build', execution);
  await expectSuccess(app, API, await released(API, commit));
  expect((await serviceSnapshot(app, API)).images).toEqual({ api: await builtImage(app, 'api', commit) });
});

test("a pipeline without the grant to update the service fails with IAM's message and changes nothing; with it, a retry releases", async () => {
  const before = await serviceSnapshot(app, API);
  const restore = await removeGrant(app, API, 'ecs:UpdateService');
  await api.write('api', 'the third version\n');
  const commit = await api.commit('Another version');
  await api.pushTo('stable');
  const { status, pipelineExecutionId: execution = '' } = await released(API, commit);
  expect(status).toBe('Failed');
  const failed = await failedAction(app, API, execution);
  expect(failed?.action).toBe('Deploy');
  expect(failed?.message).toMatch(/is not authorized to perform: ecs:UpdateService on resource: arn:aws:ecs/);
  expect(await serviceSnapshot(app, API)).toEqual(before);

  await restore();
  await retryStage(app, API, 'Deploy', execution);
  await expectSuccess(app, API, await released(API, commit));
  expect((await serviceSnapshot(app, API)).images).toEqual({ api: await builtImage(app, 'api', commit) });
});

test('status and rollback know a service that ECS deploys, and leave releases of a former structure out', async () => {
  const image = await builtImage(app, 'api', second);
  const [newest, before, former] = await executionsOf(API);
  const shown = await outputOf(app, (query, out, tools) =>
    runStatus({ ...query, pipeline: API }, out, tools),
  );
  expect(shown.text).toMatch(/strength +3 of 3 tasks run, 3 healthy behind the load balancer/);
  expect(shown.text).toContain(`${newest}`);
  expect(shown.text).not.toContain(`${former}`);
  const went = await outputOf(app, (query, out, tools) =>
    runRollback({ ...query, pipeline: 'api' }, out, tools),
  );
  expect(went.text).toContain(`rolls stage Deploy back to execution ${before}`);
  expect(went.text).toContain(`✓ image api: ${image}`);
  expect(went.code).toBe(0);
  expect((await serviceSnapshot(app, API)).images).toEqual({ api: image });
});

test('every command reads a pipeline whose commits ECS deploys', () => expectCommandsRead(app, API));

test('a release that ECS rolls back leaves what serves as the newest revision, which a change of the service runs', async () => {
  const before = await serviceSnapshot(app, API);
  await api.write(
    'Dockerfile',
    'FROM scratch\nCOPY api /api\nLABEL rehearsal.health="exits"\nCMD ["/api"]\n',
  );
  const commit = await api.commit('A version that ends as soon as it starts');
  await api.pushTo('stable');
  const { status, pipelineExecutionId: execution = '' } = await released(API, commit);
  expect(status).toBe('Failed');
  expect((await failedAction(app, API, execution))?.action).toBe('Deploy');
  const broken = { api: await builtImage(app, 'api', commit) };
  const revision = await app.until('The copy of what was released', async () => {
    const newest = await taskRevision(app, API);
    return newest.images.api === broken.api ? undefined : newest;
  });
  expect(revision.images).toEqual(before.images);
  expect((await taskRevision(app, `${API}:${revision.number - 1}`)).images).toEqual(broken);

  // What CloudFormation sends with every change of the service.
  const update = { cluster: API, service: API, taskDefinition: API };
  const { service } = await app.clients.ecs.send(new UpdateServiceCommand(update));
  expect(service?.taskDefinition).toMatch(new RegExp(`:task-definition/${API}:${revision.number}$`));
  const after = await app.until('The end of that deployment', async () => {
    const now = await serviceSnapshot(app, API);
    return now.deployments.length === 1 ? now : undefined;
  });
  expect(after).toEqual({ ...before, deployments: after.deployments });
});

test('a version whose verification fails is followed by what passed before, which is on record', async () => {
  const verify = '{ buildspec: smoke.yml, timeout: 1h }';
  await app.deploy(commitsConfig({ branch: 'stable', timeout: '2h', desiredCount: 3, verify }));
  await api.write('Dockerfile', 'FROM scratch\nCOPY api /api\nCMD ["/api"]\n');
  const passing = await api.commit('A version that passes');
  await api.pushTo('stable');
  await expectSuccess(app, API, await released(API, passing));
  const images = { api: await builtImage(app, 'api', passing) };
  expect((await serviceSnapshot(app, API)).images).toEqual(images);

  await api.write('api', 'a broken version\n');
  const commit = await api.commit('A version that does not pass');
  await api.pushTo('stable');
  const { status, pipelineExecutionId: failed = '' } = await released(API, commit);
  expect(status).toBe('Failed');
  expect((await failedAction(app, API, failed))?.action).toBe('Verify');
  const rollback = await endedExecution(
    app,
    API,
    `the rollback of ${failed}`,
    ({ trigger }) => trigger?.triggerType === 'AutomatedRollback' && trigger.triggerDetail === failed,
  );
  await expectSuccess(app, API, rollback);
  expect(rollback.executionType).toBe('ROLLBACK');
  expect((await serviceSnapshot(app, API)).images).toEqual(images);
  const { Parameter } = await app.clients.ssm.send(
    new GetParameterCommand({ Name: '/acme/api/test/release' }),
  );
  expect(parseRecord(Parameter?.Value ?? '').serving).toMatchObject({
    images,
    cause: 'rollback',
    pipelineExecutionId: rollback.pipelineExecutionId,
  });
});

test('destroying leaves nothing behind, images, logs and connections included', async () => {
  await app.destroy();
  expect(await leftovers(app)).toEqual([]);
});
