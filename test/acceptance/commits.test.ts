import type { PipelineExecutionSummary } from '@aws-sdk/client-codepipeline';
import type { GitClone } from '../../rehearsal/git/clone';
import { endedExecution, failureOf, retryStage } from './support/executions';
import { type Factory, startFactory } from './support/factory';
import { takeAway } from './support/grants';
import { leftovers } from './support/leftovers';
import { API, apiTree, builtImage, logOf, PAGE, pageTree, running, teamSpec } from './support/team';

let factory: Factory;
let api: GitClone;
let page: GitClone;

beforeAll(async () => {
  factory = await startFactory(teamSpec());
  [api, page] = await Promise.all([apiTree(factory), pageTree(factory)]);
}, 120_000);
afterAll(() => factory?.local.close());

const released = (pipeline: string, commit: string): Promise<PipelineExecutionSummary> =>
  endedExecution(factory, pipeline, `a release of ${commit}`, ({ sourceRevisions = [] }) =>
    sourceRevisions.some(({ revisionId }) => revisionId === commit),
  );

test('a push is checked, built and released by ECS, and so are two images of one commit by CodeDeploy', async () => {
  const first = await api.commit('The first version of the API');
  const both = await page.commit('The first version of the page');
  expect(await api.push()).toContain(`${API} started by main`);
  expect(await page.push()).toContain(`${PAGE} started by main`);

  expect((await released(API, first)).status).toBe('Succeeded');
  expect(await running(factory, API)).toMatchObject({
    images: { api: await builtImage(factory, 'api', first) },
    desiredCount: 2,
    runningCount: 2,
  });
  expect((await released(PAGE, both)).status).toBe('Succeeded');
  expect((await running(factory, PAGE)).images).toEqual({
    front: await builtImage(factory, 'acme/front', both),
    back: await builtImage(factory, 'acme/back', both),
  });
}, 120_000);

test('deployed again with another branch, time-out and size, the stacks touch nothing that serves', async () => {
  const before = { api: await running(factory, API), page: await running(factory, PAGE) };
  await factory.synthesize(teamSpec({ branch: 'stable', timeout: '20m', desiredCount: 3 }));
  const lines = await factory.cdk('deploy', '--all', '--require-approval', 'never');
  expect(lines.join('\n')).toMatch(/✅ {2}acme-api-test-service$/m);
  const grown = await factory.until('The third task', async () => {
    const now = await running(factory, API);
    return now.runningCount === 3 ? now : undefined;
  });
  expect(grown).toEqual({ ...before.api, desiredCount: 3, runningCount: 3 });
  expect(await running(factory, PAGE)).toEqual(before.page);

  const { projects } = await factory.aws<{ projects: { timeoutInMinutes: number }[] }>(
    ...['codebuild', 'batch-get-projects', '--names', `${API}-check-style`],
  );
  expect(projects).toMatchObject([{ timeoutInMinutes: 20 }]);
  await api.write('api', 'the second version\n');
  await api.commit('A change on a branch that starts nothing any more');
  expect(await api.push()).toContain('nothing started');
}, 120_000);

test("a build without the right to push fails in AWS's words; with it, a retry goes on", async () => {
  const giveBack = await takeAway(factory, `${API}-build`, 'ecr:PutImage');
  const commit = await api.head();
  await api.pushTo('stable');
  const { status, pipelineExecutionId: execution = '' } = await released(API, commit);
  expect(status).toBe('Failed');
  const failure = await failureOf(factory, API, execution);
  expect(failure?.action).toBe('Build');
  expect(await logOf(factory, failure?.externalExecutionId ?? '')).toMatch(
    /is not authorized to perform: ecr:PutImage on resource: arn:aws:ecr:\S+:repository\/api/,
  );

  await giveBack();
  await retryStage(factory, API, 'Build', execution);
  expect((await released(API, commit)).status).toBe('Succeeded');
  expect((await running(factory, API)).images).toEqual({ api: await builtImage(factory, 'api', commit) });
}, 120_000);

test("a pipeline without the right to update the service fails in AWS's words and changes nothing; with it, a retry releases", async () => {
  const before = await running(factory, API);
  const giveBack = await takeAway(factory, API, 'ecs:UpdateService');
  await api.write('api', 'the third version\n');
  const commit = await api.commit('Another version');
  await api.pushTo('stable');
  const { status, pipelineExecutionId: execution = '' } = await released(API, commit);
  expect(status).toBe('Failed');
  const failure = await failureOf(factory, API, execution);
  expect(failure?.action).toBe('Deploy');
  expect(failure?.summary).toMatch(
    /is not authorized to perform: ecs:UpdateService on resource: arn:aws:ecs/,
  );
  expect(await running(factory, API)).toEqual(before);

  await giveBack();
  await retryStage(factory, API, 'Deploy', execution);
  expect((await released(API, commit)).status).toBe('Succeeded');
  expect((await running(factory, API)).images).toEqual({ api: await builtImage(factory, 'api', commit) });
}, 120_000);

test('destroying leaves nothing behind, images, logs and connections included', async () => {
  await factory.cdk('destroy', '--all', '--force');
  expect(await leftovers(factory)).toEqual([]);
}, 90_000);
