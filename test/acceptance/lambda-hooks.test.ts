import { CodeDeployClient, GetDeploymentCommand, ListDeploymentsCommand } from '@aws-sdk/client-codedeploy';
import { ListPipelineExecutionsCommand, StopPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  GetAliasCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import { runRollback } from '../../bin/commands/rollback';
import { runStatus } from '../../bin/commands/status';
import { ACCOUNT, deployApp, type DeployedApp, REGION } from './support/deployed-app';
import { endedExecution, expectSuccess, failedAction, retryStage } from './support/executions';
import { outputOf } from './support/release-commands';

jest.setTimeout(600_000); // ends a hang: an idle machine needs a minute for the longest test

const PIPELINE = 'acme-quotes-test';
const FUNCTIONS = ['api', 'worker'] as const;
const HOOKS = { before: 'quotes-before', after: 'quotes-after' };

const CONFIG = `
prefix: acme
environments: { test: { account: "${ACCOUNT}", region: ${REGION} } }
pipelines:
  quotes:
    kind: lambda
    source: { code: { s3: acme-quotes, key: "{environment}/code.zip" } }
    functions:
      api: { code: api, handler: index.handler, runtime: nodejs22.x }
      worker: { code: worker, handler: index.handler, runtime: nodejs22.x }
    deploy:
      hooks: { beforeAllowTraffic: ${HOOKS.before}, afterAllowTraffic: ${HOOKS.after} }
      traffic: { canary: { percentage: 10, interval: 10m } }
    environments: { test: {} }
`;

/** A hook as a team writes one: it refuses what is deployed to a group whose name the test gives. */
const HOOK_CODE = `
const { CodeDeployClient, GetDeploymentCommand, PutLifecycleEventHookExecutionStatusCommand } = require('@aws-sdk/client-codedeploy');
exports.handler = async ({ DeploymentId: deploymentId, LifecycleEventHookExecutionId: lifecycleEventHookExecutionId }) => {
  const client = new CodeDeployClient();
  const { deploymentInfo } = await client.send(new GetDeploymentCommand({ deploymentId }));
  const status = new RegExp(process.env.REFUSED).test(deploymentInfo.deploymentGroupName) ? 'Failed' : 'Succeeded';
  await client.send(new PutLifecycleEventHookExecutionStatusCommand({ deploymentId, lifecycleEventHookExecutionId, status }));
};
`;

let app: DeployedApp;
let lambda: LambdaClient;
let codeDeploy: CodeDeployClient;

beforeAll(async () => {
  app = await deployApp(CONFIG);
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'test' };
  const account = { endpoint: app.local.url, region: REGION, credentials };
  lambda = new LambdaClient(account);
  codeDeploy = new CodeDeployClient(account);
  await createHooks(new IAMClient(account));
});
afterAll(() => app?.local.close());

/** The functions of the team, with a role that has what a hook needs. */
async function createHooks(iam: IAMClient): Promise<void> {
  const RoleName = 'quotes-hooks';
  const statement = (more: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] });
  const AssumeRolePolicyDocument = statement({
    ...{ Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
  });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const Action = ['codedeploy:GetDeployment', 'codedeploy:PutLifecycleEventHookExecutionStatus'];
  await iam.send(
    new PutRolePolicyCommand({
      ...{ RoleName, PolicyName: 'report', PolicyDocument: statement({ Action, Resource: '*' }) },
    }),
  );
  for (const FunctionName of Object.values(HOOKS))
    await lambda.send(
      new CreateFunctionCommand({
        ...{ FunctionName, Runtime: 'nodejs22.x', Handler: 'index.handler', Timeout: 30 },
        Role: `arn:aws:iam::${ACCOUNT}:role/${RoleName}`,
        Code: { ZipFile: zipSync({ 'index.js': strToU8(HOOK_CODE) }) },
        Environment: { Variables: { REFUSED: 'nobody' } },
      }),
    );
}

/** Has the hooks refuse the groups whose names match. */
async function refuse({ before = 'nobody', after = 'nobody' } = {}): Promise<void> {
  for (const [FunctionName, REFUSED] of [
    [HOOKS.before, before],
    [HOOKS.after, after],
  ])
    await lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName,
        Environment: { Variables: { REFUSED: REFUSED ?? '' } },
      }),
    );
}

/** Uploads functions that answer so. */
async function upload(answer: number) {
  const code = strToU8(`export const handler = async () => ${answer};\n`);
  return app.clients.s3.send(
    new PutObjectCommand({
      ...{ Bucket: 'acme-quotes', Key: 'test/code.zip' },
      Body: zipSync({ 'api/index.mjs': code, 'worker/index.mjs': code }),
    }),
  );
}

/** The same, and waits for the end of the execution. */
async function release(answer: number) {
  const { VersionId } = await upload(answer);
  return endedExecution(app, PIPELINE, `a release of ${answer}`, ({ sourceRevisions = [] }) =>
    sourceRevisions.some(({ revisionId }) => revisionId === VersionId),
  );
}

/** What callers of the aliases get, and the versions that the aliases name. */
const serving = () =>
  Promise.all(
    FUNCTIONS.map(async (name) => {
      const FunctionName = `${PIPELINE}-${name}`;
      const { FunctionVersion, RoutingConfig } = await lambda.send(
        new GetAliasCommand({ FunctionName, Name: 'live' }),
      );
      const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Qualifier: 'live' }));
      const weights = RoutingConfig?.AdditionalVersionWeights ?? {};
      return [FunctionVersion, weights, JSON.parse(Buffer.from(Payload ?? []).toString()) as unknown];
    }),
  );

/** The deployments of a function, the newest first. */
async function deployments(name: string) {
  const group = { applicationName: PIPELINE, deploymentGroupName: `${PIPELINE}-${name}` };
  const { deployments: ids = [] } = await codeDeploy.send(new ListDeploymentsCommand(group));
  return Promise.all(
    ids.map(async (deploymentId) => {
      const { deploymentInfo } = await codeDeploy.send(new GetDeploymentCommand({ deploymentId }));
      return deploymentInfo;
    }),
  );
}

const both = (version: string, answer: number) => [
  [version, {}, answer],
  [version, {}, answer],
];

/** Expects that a release failed where CodeDeploy moves the traffic, and that both functions serve what they served. */
async function expectTakenBack(
  ended: Awaited<ReturnType<typeof release>>,
  message: RegExp,
  before: ReturnType<typeof both>,
): Promise<void> {
  expect(ended.status).toBe('Failed');
  expect(await failedAction(app, PIPELINE, ended.pipelineExecutionId ?? '')).toMatchObject({
    action: 'ShiftVersions',
    message: expect.stringMatching(message) as string,
  });
  const now = await app.until('the aliases to be given back', async () => {
    const found = await serving();
    return JSON.stringify(found) === JSON.stringify(before) ? found : undefined;
  });
  expect(now).toEqual(before);
}

test('with both hooks content, CodeDeploy moves the traffic of both functions, and the release is recorded', async () => {
  const ended = await release(1);
  await expectSuccess(app, PIPELINE, ended);
  expect(await serving()).toEqual(both('2', 1));
  for (const name of FUNCTIONS)
    expect(await deployments(name)).toMatchObject([
      {
        status: 'Succeeded',
        description: expect.stringContaining(`execution ${ended.pipelineExecutionId}`) as string,
      },
    ]);
  const shown = await outputOf(app, (query, out, tools) =>
    runStatus({ ...query, pipeline: PIPELINE }, out, tools),
  );
  expect(shown.text).toContain(`version 2 of ${PIPELINE}-api, alias live`);
});

test('a hook that refuses before the traffic leaves the aliases where they are', async () => {
  await refuse({ before: '-(api|worker)$' });
  const ended = await release(2);
  await expectTakenBack(
    ended,
    /HOOK_EXECUTION_FAILURE.*Hooks: quotes-before before the traffic/,
    both('2', 1),
  );
  for (const name of FUNCTIONS)
    expect((await deployments(name))[0]).toMatchObject({ creator: 'user', status: 'Failed' });
});

test('a hook that refuses after the traffic has CodeDeploy give the aliases back', async () => {
  await refuse({ after: '-(api|worker)$' });
  const ended = await release(3);
  await expectTakenBack(ended, /of api ended as Failed: HOOK_EXECUTION_FAILURE/, both('2', 1));
  for (const name of FUNCTIONS)
    expect((await deployments(name))[0]).toMatchObject({
      creator: 'codeDeployRollback',
      status: 'Succeeded',
    });
});

test('where the second of two functions is refused, both go back', async () => {
  await refuse({ after: '-worker$' });
  const ended = await release(4);
  await expectTakenBack(ended, /^Deployment d-\w+ of worker ended as Failed/, both('2', 1));
  expect((await deployments('api'))[0]).toMatchObject({ creator: 'user', status: 'Succeeded' });
});

test('a rollback of the stage goes back by CodeDeploy, with hooks', async () => {
  await refuse();
  await expectSuccess(app, PIPELINE, await release(5));
  expect(await serving()).toEqual(both('6', 5));
  const went = await outputOf(app, (query, out, tools) =>
    runRollback({ ...query, pipeline: 'quotes' }, out, tools),
  );
  expect(went.text).toContain('alias live of api goes to version 2');
  expect(went.code).toBe(0);
  expect(await serving()).toEqual(both('2', 1));
  expect((await deployments('worker'))[0]).toMatchObject({ creator: 'user', status: 'Succeeded' });
});

test('a stage that is retried deploys anew, with hooks', async () => {
  await refuse({ before: '-(api|worker)$' });
  const ended = await release(6);
  expect(ended.status).toBe('Failed');
  await refuse();
  const id = ended.pipelineExecutionId ?? '';
  await retryStage(app, PIPELINE, 'Deploy', id);
  const again = await endedExecution(
    app,
    PIPELINE,
    'the retry',
    ({ pipelineExecutionId, status }) => pipelineExecutionId === id && status !== 'Failed',
  );
  await expectSuccess(app, PIPELINE, again);
  expect(await serving()).toEqual(both('7', 6));
});

test('what CodeDeploy goes on with after an execution is stopped is stopped too, and the aliases go back', async () => {
  const { VersionId } = await upload(7);
  const execution = await app.until('a canary', async () => {
    const { pipelineExecutionSummaries = [] } = await app.clients.codePipeline.send(
      new ListPipelineExecutionsCommand({ pipelineName: PIPELINE }),
    );
    const found = pipelineExecutionSummaries.find(({ sourceRevisions = [] }) =>
      sourceRevisions.some(({ revisionId }) => revisionId === VersionId),
    );
    const { RoutingConfig } = await lambda.send(
      new GetAliasCommand({ FunctionName: `${PIPELINE}-api`, Name: 'live' }),
    );
    return Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {}).length > 0 ? found : undefined;
  });
  await app.clients.codePipeline.send(
    new StopPipelineExecutionCommand({
      ...{ pipelineName: PIPELINE, pipelineExecutionId: execution.pipelineExecutionId, abandon: true },
    }),
  );
  await app.until('the aliases to be given back', async () =>
    JSON.stringify(await serving()) === JSON.stringify(both('7', 6)) ? true : undefined,
  );
  for (const name of FUNCTIONS)
    expect((await deployments(name))[0]).toMatchObject({ creator: 'user', status: 'Stopped' });
});
