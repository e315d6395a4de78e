import { testService } from '@pipeline-factory/local-endpoint/testing';
import { type LogsOptions, runLogs } from '../../../bin/commands/logs';
import { releaseClients } from '../../../bin/releases/clients';
import type { LoggedAction } from '../../../bin/releases/logs/log';
import { openLog } from '../../../bin/releases/logs/log-source';
import { newestExecution } from '../../../bin/releases/executions';
import { logStream, type WriteLog } from './support/log-stream';
import {
  askFirst,
  type CommandOutput,
  outputOf,
  type ReleasingEndpoint,
  startReleasing,
} from './support/released-pipeline';

const FUNCTION_LOG = '/aws/lambda/shop-foundation-stg-shift-traffic';
const LIFECYCLE = [
  { lifecycleEventName: 'BeforeInstall', status: 'Succeeded', endTime: new Date('2026-11-28T09:00:00Z') },
  {
    lifecycleEventName: 'AfterInstall',
    status: 'Failed',
    endTime: new Date('2026-11-28T09:01:00Z'),
    diagnostics: { message: 'the hook timed out' },
  },
  { lifecycleEventName: 'AllowTraffic', status: 'Pending' },
];

let releasing: ReleasingEndpoint;
let logFunction: WriteLog;
let logBuild: WriteLog;

beforeAll(async () => {
  releasing = await startReleasing(
    testService('codebuild', {
      operations: {
        BatchGetBuilds: async () => ({
          builds: [{ id: 'b:1', logs: { groupName: 'builds', streamName: 'one' } }],
        }),
      },
    }),
    testService('codedeploy', {
      operations: {
        ListDeploymentTargets: async () => ({ targetIds: ['cluster:service'] }),
        BatchGetDeploymentTargets: async () => ({
          deploymentTargets: [
            { deploymentTargetType: 'ECSTarget', ecsTarget: { lifecycleEvents: LIFECYCLE } },
          ],
        }),
        GetDeployment: async () => ({ deploymentInfo: { createTime: new Date('2026-11-28T08:59:00Z') } }),
      },
    }),
  );
  logFunction = await logStream(releasing.endpoint, FUNCTION_LOG);
  logBuild = await logStream(releasing.endpoint, 'builds');
});
afterAll(() => releasing.endpoint.close());

const show = (pipeline: string, options: Partial<LogsOptions> = {}): Promise<CommandOutput> =>
  outputOf((query, out) => runLogs({ ...query, ...options, pipeline }, out, releasing.tools));

const idOf = async (name: string): Promise<string> =>
  (await newestExecution({ name, clients: releasing.tools.clientsFor({}) }))?.pipelineExecutionId ?? '';

const action = (more: Partial<LoggedAction>): LoggedAction => ({
  id: 'a-1',
  executionId: 'e-1',
  stage: 'Deploy',
  action: 'Deploy',
  status: 'InProgress',
  provider: 'Lambda',
  configuration: {},
  ...more,
});

const reader = (more: Partial<LoggedAction>) =>
  openLog(action(more), releaseClients(releasing.endpoint.client()));

test('shows what the function has logged of the newest execution, and of no other', async () => {
  const { name } = await releasing.newPipeline();
  const id = await idOf(name);
  await releasing.shop.end(name, id);
  const line = (executionId: string, message: string, more: object = {}) =>
    JSON.stringify({ level: 'INFO', message, executionId, ...more });
  await logFunction(
    line(id, 'Waiting for targets'),
    line('another', 'Not of this execution'),
    line(id, 'The job failed', { level: 'ERROR', error: { message: 'no healthy target' } }),
  );
  const { code, text } = await show(name);
  expect(code).toBe(0);
  expect(text).toMatch(new RegExp(`^Deploy / Traffic, execution ${id}: Succeeded$`, 'm'));
  expect(text).toMatch(/^\d\d:\d\d:\d\d {2}Waiting for targets$/m);
  expect(text).toMatch(/ERROR The job failed: no healthy target$/m);
  expect(text).not.toContain('Not of this execution');
  const [first] = (await show(name, { json: true })).text.split('\n');
  expect(JSON.parse(first ?? '')).toMatchObject({
    executionId: id,
    action: 'Traffic',
    text: 'Waiting for targets',
  });
});

test('names the actions that there are, and the one that was meant', async () => {
  const { name } = await releasing.newPipeline();
  await releasing.shop.end(name, await idOf(name));
  await expect(show(name, { action: 'Trafic' })).rejects.toThrow(
    '--action must be an action of the newest execution, got: Trafic. Did you mean Traffic? Actions are Settings, Traffic',
  );
});

test('where an approval is what runs, names how to answer it', async () => {
  const { name } = await releasing.newPipeline([askFirst()]);
  await releasing.shop.token(name, 'Approval');
  expect(await show(name, { action: 'Ask' })).toMatchObject({
    code: 1,
    text: expect.stringContaining(`It waits for approval: npx pipeline-factory approve ${name}`) as string,
  });
  expect((await show(name)).text).toContain('has a log yet');
});

test('--follow goes on with the actions behind one that ends, and names an approval that waits, until all has ended', async () => {
  const { name } = await releasing.newPipeline([askFirst()]);
  await releasing.shop.token(name, 'Approval');
  const following = show(name, { follow: true });
  const executionId = await idOf(name);
  await logFunction(JSON.stringify({ level: 'INFO', message: 'Moving traffic', executionId }));
  await releasing.shop.answer(name, 'Approval');
  const { code, text } = await following;
  expect(code).toBe(0);
  const [asks, begins, moves] = [
    text.indexOf(`It waits for approval: npx pipeline-factory approve ${name}`),
    text.indexOf(`Deploy / Traffic, execution ${executionId}: `),
    text.indexOf('Moving traffic'),
  ];
  expect(asks).toBeGreaterThanOrEqual(0);
  expect(begins).toBeGreaterThan(asks);
  expect(moves).toBeGreaterThan(begins);
  expect(text.match(/It waits/g)).toHaveLength(1);
});

test('reads on in the log of a build where it ended before', async () => {
  const read = reader({ provider: 'CodeBuild', externalId: 'b:1' });
  await logBuild('Entering phase BUILD\n', 'npm test\n');
  expect((await read?.())?.map(({ text }) => text)).toEqual(['Entering phase BUILD', 'npm test']);
  expect(await read?.()).toEqual([]);
  await logBuild('Phase complete\n');
  expect((await read?.())?.map(({ text }) => text)).toEqual(['Phase complete']);
});

test('shows the lifecycle events of a deployment, each once', async () => {
  const read = reader({ provider: 'CodeDeployToECS', externalId: 'd-1' });
  expect((await read?.())?.map(({ text }) => text)).toEqual([
    'deployment d-1 was created',
    'BeforeInstall Succeeded',
    'AfterInstall Failed: the hook timed out',
  ]);
  expect(await read?.()).toEqual([]);
});
