import { join } from 'node:path';
import { RollbackStageCommand } from '@aws-sdk/client-codepipeline';
import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetAliasCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
} from '@aws-sdk/client-lambda';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { strToU8, zipSync } from 'fflate';
import { runDiff } from '../../bin/commands/diff';
import { runRollback } from '../../bin/commands/rollback';
import { runStatus } from '../../bin/commands/status';
import { parseRecord } from '../../handlers/release-record/parse-record';
import type { RehearsalClients } from '../../rehearsal/clients';
import { GitClone } from '../../rehearsal/git/clone';
import { ACCOUNT, type DeployedApp, deployApp, REGION } from './support/deployed-app';
import { expectCommandsRead } from './support/expect-commands';
import { endedExecution, expectSuccess, failedAction } from './support/executions';
import { outputOf } from './support/release-commands';

jest.setTimeout(600_000); // ends a hang: an idle machine needs a minute for the longest test

/** The example of the repository, released to one environment. */
const QUOTES = join(__dirname, '../../examples/quotes');
const PIPELINE = 'acme-quotes-test';
const FUNCTION = `${PIPELINE}-api`;

/** Canaries, alarms and gates are what `npm run rehearse` plays: rehearsal/lambda-from-commits. */
const config = ({ memory = 256 } = {}) => `
prefix: acme
environments: { test: { account: "${ACCOUNT}", region: ${REGION} }, next: { account: "${ACCOUNT}", region: ${REGION} } }
connections: { hub: { provider: GitHub } }
pipelines:
  quotes:
    kind: lambda
    source: { git: { connection: hub, repository: acme/quotes, push: { branches: [main] } } }
    checks: { unit-tests: { buildspec: buildspec.test.yml, timeout: 1h } }
    build: { buildspec: buildspec.yml, timeout: 1h }
    functions: { api: { code: dist/api, handler: index.handler, runtime: nodejs22.x, memory: ${memory}, timeout: 10s } }
    deploy: { traffic: all-at-once }
    environments: { test: {} }
  cards:
    kind: lambda
    source: { code: { s3: acme-cards, key: "{environment}/code.zip" } }
    functions:
      card:
        code: .
        handler: index.handler
        runtime: nodejs22.x
        environment: { GREETING: { parameter: /cards/greeting } }
        network: { subnets: [${network.subnet}], securityGroups: [${network.securityGroup}] }
        reservedConcurrency: 5
        onFailure: arn:aws:sqs:${REGION}:${ACCOUNT}:${FAILED}
    verify: { buildspec: buildspec.smoke.yml, timeout: 1h }
    environments: { test: {} }
  ours:
    kind: lambda
    source: { code: { s3: acme-ours, key: "{environment}/code.zip" } }
    functions: { own: { code: ., existing: "${OWN}" } }
    environments: { test: {} }
  notes:
    kind: lambda
    source: { code: { s3: acme-notes, key: "{environment}/code.zip" } }
    environmentsAre: aliases
    functions: { note: { code: ., handler: index.handler, runtime: nodejs22.x, environment: { STAGE: "{environment}" } } }
    deploy: { keepVersions: 1 }
    environments: { test: {}, next: {} }
  drafts:
    kind: lambda
    source: { code: { s3: acme-drafts, key: "{environment}/code.zip" } }
    functions: { draft: { code: ., handler: index.handler, runtime: nodejs22.x } }
    environments: { test: { deploy: { latest: true } } }
`;

/** Where the function of cards runs, in the account's own network, and the queue of events that it failed for. */
const network = { subnet: '', securityGroup: '' };
const FAILED = 'failed-cards';

/** A function that the team's own stack has made. */
const OWN = 'our-function';

async function prepareAccount({ ec2, ssm }: RehearsalClients): Promise<string> {
  const { Subnets: [subnet] = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const { SecurityGroups: [group] = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'vpc-id', Values: [subnet?.VpcId ?? ''] }] }),
  );
  Object.assign(network, { subnet: subnet?.SubnetId, securityGroup: group?.GroupId });
  await ssm.send(new PutParameterCommand({ Name: '/cards/greeting', Value: 'a card', Type: 'String' }));
  return config();
}

let app: DeployedApp;
let lambda: LambdaClient;
let sqs: SQSClient;
let quotes: GitClone;

beforeAll(async () => {
  app = await deployApp(prepareAccount);
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'test' };
  const account = { endpoint: app.local.url, region: REGION, credentials };
  lambda = new LambdaClient(account);
  sqs = new SQSClient(account);
  await sqs.send(new CreateQueueCommand({ QueueName: FAILED }));
  const remote = `${app.local.url}/git/acme/quotes.git`;
  quotes = await GitClone.create(app.local.folder, QUOTES, 'main', [remote]);
});
afterAll(() => app?.local.close());

/** What a caller of the alias gets. */
async function call(
  FunctionName = FUNCTION,
  Qualifier = 'live',
): Promise<{
  readonly statusCode?: number;
  readonly errorMessage?: string;
  body?: string;
}> {
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Qualifier }));
  return JSON.parse(Buffer.from(Payload ?? []).toString()) as Awaited<ReturnType<typeof call>>;
}

/** What answers, and what a release owns of the function. */
async function snapshot(FunctionName = FUNCTION) {
  const name = { FunctionName };
  const { FunctionVersion, RoutingConfig } = await lambda.send(
    new GetAliasCommand({ ...name, Name: 'live' }),
  );
  const { MemorySize, Handler, Runtime, CodeSha256 } = await lambda.send(
    new GetFunctionConfigurationCommand(name),
  );
  return { FunctionVersion, RoutingConfig, MemorySize, Handler, Runtime, CodeSha256 };
}

/** What is on record of a pipeline. */
async function recordOf(pipeline: string) {
  const { Parameter } = await app.clients.ssm.send(
    new GetParameterCommand({ Name: `/acme/${pipeline}/test/release` }),
  );
  return parseRecord(Parameter?.Value ?? '');
}

/** Pushes what was written, and expects it to be released. @returns the id of the execution */
async function release(message: string): Promise<string> {
  const commit = await quotes.commit(message);
  await quotes.push();
  const ended = await endedExecution(app, PIPELINE, `a release of ${commit}`, ({ sourceRevisions = [] }) =>
    sourceRevisions.some(({ revisionId }) => revisionId === commit),
  );
  await expectSuccess(app, PIPELINE, ended);
  return ended.pipelineExecutionId ?? '';
}

const versions = async (): Promise<string[]> => {
  const { Versions = [] } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName: FUNCTION }));
  return Versions.map(({ Version = '' }) => Version).filter((version) => version !== '$LATEST');
};

test('until something is released the alias answers with an error that says so', async () => {
  expect((await call()).errorMessage).toContain(`Nothing is released yet: pipeline ${PIPELINE}`);
});

test('a push is checked, built and published, and the alias answers with it', async () => {
  const executionId = await release('The first version');
  expect(await call()).toMatchObject({ statusCode: 200 });
  const now = await snapshot();
  expect(now).toMatchObject({ FunctionVersion: '2', MemorySize: 256, Handler: 'index.handler' });
  expect((await recordOf('quotes')).serving).toMatchObject({
    type: 'lambda',
    alias: 'live',
    functions: { api: { functionName: FUNCTION, version: '2', codeSha256: now.CodeSha256 } },
    pipelineExecutionId: executionId,
  });
});

test('a commit that changes no code publishes no version', async () => {
  const before = await versions();
  await quotes.write('NOTES.md', 'Nothing of this is deployed.\n');
  await release('A note');
  expect(await versions()).toEqual(before);
  expect((await snapshot()).FunctionVersion).toBe('2');
});

test('deployed again with more memory, the stacks change nothing of the function; the next release does', async () => {
  const before = await snapshot();
  await app.deploy(config({ memory: 512 }));
  expect(await snapshot()).toEqual(before);
  await quotes.write('NOTES.md', 'Nor is this.\n');
  await release('Another note');
  expect(await snapshot()).toMatchObject({ FunctionVersion: '3', MemorySize: 512 });
});

const OTHER_QUOTES = `export interface Quote { readonly author: string; readonly text: string }
export const quoteOf = (date: Date): Quote => ({ author: date.toISOString().slice(0, 10), text: 'Less is more.' });
`;

test('status and rollback know what the alias names', async () => {
  await quotes.write('src/api/quotes.ts', OTHER_QUOTES);
  const executionId = await release('Another quote');
  expect(JSON.parse((await call()).body ?? '{}')).toMatchObject({ text: 'Less is more.', version: '4' });
  const shown = await outputOf(app, (query, out, tools) =>
    runStatus({ ...query, pipeline: PIPELINE }, out, tools),
  );
  expect(shown.text).toContain(`version 4 of ${FUNCTION}, alias live`);
  const went = await outputOf(app, (query, out, tools) =>
    runRollback({ ...query, pipeline: 'quotes' }, out, tools),
  );
  expect(went.text).toContain('alias live of api goes to version 3');
  expect(went.text).toContain(`✓ version 3 of ${FUNCTION}`);
  expect(went.code).toBe(0);
  expect((await snapshot()).FunctionVersion).toBe('3');
  const differs = await outputOf(app, (query, out, tools) =>
    runDiff({ ...query, pipeline: PIPELINE, execution: executionId }, out, tools),
  );
  expect(differs.text).toMatch(/~ api\.version: 3 .* 4/);
  expect(differs.text).toContain('api.code');
  expect(differs.text).not.toContain('api.memory');
});

test('every command reads a pipeline that publishes versions of functions', () =>
  expectCommandsRead(app, PIPELINE));

/** Calls the function as its callers do, and expects that it answers with what is configured. */
const SMOKE = `version: 0.2
phases:
  build:
    commands:
      - aws lambda invoke --function-name $CARD_FUNCTION:$ALIAS answer.json
      - grep 'a card' answer.json
`;

/** Uploads a zip as a team's own CI does, and waits for the end of the execution that it starts. */
async function upload(
  files: Readonly<Record<string, string>>,
  bucket = 'acme-cards',
  pipeline = CARDS,
  environment = 'test',
) {
  const content = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
  const Body = zipSync(Object.fromEntries(content));
  const { VersionId = '' } = await app.clients.s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: `${environment}/code.zip`, Body }),
  );
  const ended = await endedExecution(
    app,
    pipeline,
    `a release of version ${VersionId}`,
    ({ sourceRevisions = [] }) => sourceRevisions.some(({ revisionId }) => revisionId === VersionId),
  );
  return { VersionId, ended };
}

const CARDS = 'acme-cards-test';
const OURS = 'acme-ours-test';

test('a zip that a CI uploads is published, answers, and is on record by its version', async () => {
  const { VersionId, ended } = await upload({
    'index.mjs':
      'export const handler = async ({ lost }) => { if (lost) throw new Error(lost); return process.env.GREETING; };\n',
    'buildspec.smoke.yml': SMOKE,
  });
  await expectSuccess(app, CARDS, ended);
  expect(await call(`${CARDS}-card`)).toBe('a card');
  expect((await recordOf('cards')).serving).toMatchObject({
    type: 'lambda',
    codeVersion: VersionId,
    cause: 'release',
  });
});

test('code whose verification fails once it has the traffic is taken back, and is not on record', async () => {
  const before = await recordOf('cards');
  const { ended } = await upload({
    'index.mjs': 'export const handler = async () => "no greeting";\n',
    'buildspec.smoke.yml': SMOKE,
  });
  expect(ended.status).toBe('Failed');
  const failed = await failedAction(app, CARDS, ended.pipelineExecutionId ?? '');
  expect(failed).toMatchObject({
    action: 'Verify',
    log: expect.stringContaining("grep 'a card'") as string,
  });
  const FunctionName = `${CARDS}-card`;
  await app.until('the version that served before', async () => {
    const { FunctionVersion } = await lambda.send(new GetAliasCommand({ FunctionName, Name: 'live' }));
    return FunctionVersion === '2' || undefined;
  });
  expect(await call(FunctionName)).toBe('a card');
  expect(await recordOf('cards')).toEqual(before);
});

test('a function runs in its network, with what is reserved for it, and what it fails for goes to its queue', async () => {
  const FunctionName = `${CARDS}-card`;
  const { VpcConfig } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName, Qualifier: 'live' }),
  );
  expect(VpcConfig).toMatchObject({
    SubnetIds: [network.subnet],
    SecurityGroupIds: [network.securityGroup],
  });
  expect(await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))).toMatchObject({
    ReservedConcurrentExecutions: 5,
  });
  const event = { lost: 'this card was lost' };
  await lambda.send(
    new InvokeCommand({
      ...{ FunctionName, Qualifier: 'live', InvocationType: 'Event' },
      Payload: strToU8(JSON.stringify(event)),
    }),
  );
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: FAILED }));
  const record = await app.until('the event in the queue', async () => {
    const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    return message?.Body;
  });
  expect(JSON.parse(record)).toMatchObject({
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
    requestPayload: event,
  });
});

test('a zip without the file of the handler is refused, with what it has, and what served answers still', async () => {
  const { ended } = await upload({ 'main.mjs': 'export const handler = async () => "another card";\n' });
  expect(ended.status).toBe('Failed');
  expect(await failedAction(app, CARDS, ended.pipelineExecutionId ?? '')).toMatchObject({
    action: 'PublishVersions',
    message: expect.stringMatching(
      /functions\.card\.handler: \. must have index\.js or index\.mjs or index\.cjs, got: index\.handler, .*there are main\.mjs/,
    ) as string,
  });
  expect(await call(`${CARDS}-card`)).toBe('a card');
});

test('a function that is there already is released, keeps its configuration, and is left alone by the stacks', async () => {
  const code = { 'index.mjs': 'export const handler = async () => process.env.LEVEL;\n' };
  const name = { FunctionName: OWN };
  await lambda.send(
    new CreateFunctionCommand({
      ...{ ...name, Runtime: 'nodejs22.x', Handler: 'index.handler', MemorySize: 512 },
      Role: `arn:aws:iam::${ACCOUNT}:role/${CARDS}-card-function`,
      Environment: { Variables: { LEVEL: 'info' } },
      Code: { ZipFile: zipSync({ 'index.mjs': strToU8('// of the team') }) },
    }),
  );
  const refused = await upload(code, 'acme-ours', OURS);
  expect(await failedAction(app, OURS, refused.ended.pipelineExecutionId ?? '')).toMatchObject({
    message: expect.stringContaining(`aws lambda create-alias --function-name ${OWN} --name live`) as string,
  });
  await lambda.send(new PublishVersionCommand(name));
  await lambda.send(new CreateAliasCommand({ ...name, Name: 'live', FunctionVersion: '1' }));
  const { ended } = await upload(code, 'acme-ours', OURS);
  await expectSuccess(app, OURS, ended);
  expect(await call(OWN)).toBe('info');
  const before = await snapshot(OWN);
  expect(before).toMatchObject({ FunctionVersion: '2', MemorySize: 512 });
  await app.deploy(config({ memory: 512 }));
  expect(await snapshot(OWN)).toEqual(before);
});

test('environments that are aliases release one function, and keep what the other ones serve', async () => {
  const FunctionName = 'acme-notes-note';
  const note = async (environment: string, text: string) => {
    const code = `export const handler = async () => process.env.STAGE + " ${text}";\n`;
    const pipeline = `acme-notes-${environment}`;
    const { ended } = await upload({ 'index.mjs': code }, 'acme-notes', pipeline, environment);
    await expectSuccess(app, pipeline, ended);
  };
  await note('next', 'one');
  for (const text of ['two', 'three', 'four']) await note('test', text);
  expect(await call(FunctionName, 'next')).toBe('next one');
  expect(await call(FunctionName, 'test')).toBe('test four');
  const { Versions = [] } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
  expect(Versions.map(({ Version }) => Version)).toEqual(['$LATEST', '1', '2', '4', '5']);
  const went = await outputOf(app, (query, out, tools) =>
    runRollback({ ...query, pipeline: 'acme-notes-test' }, out, tools),
  );
  expect(went.code).toBe(0);
  expect(await call(FunctionName, 'test')).toBe('test three');
  expect(await call(FunctionName, 'next')).toBe('next one');
});

test('an alias on $LATEST answers with what is released at once, and rollback says that there is none', async () => {
  const DRAFTS = 'acme-drafts-test';
  const draft = (text: string) =>
    upload({ 'index.mjs': `export const handler = async () => "${text}";\n` }, 'acme-drafts', DRAFTS);
  const first = await draft('a draft');
  await expectSuccess(app, DRAFTS, first.ended);
  const second = await draft('another draft');
  await expectSuccess(app, DRAFTS, second.ended);
  expect(await call(`${DRAFTS}-draft`)).toBe('another draft');
  const name = { FunctionName: `${DRAFTS}-draft` };
  const { Versions = [] } = await lambda.send(new ListVersionsByFunctionCommand(name));
  expect(Versions.map(({ Version }) => Version)).toEqual(['$LATEST']);
  const run = (command: typeof runStatus | typeof runRollback) =>
    outputOf(app, (query, out, tools) => command({ ...query, pipeline: DRAFTS }, out, tools));
  expect((await run(runStatus)).text).toContain(`$LATEST of ${DRAFTS}-draft, alias live`);
  const went = await run(runRollback);
  expect(went.code).toBe(1);
  expect(went.text).toContain('A release to $LATEST has no rollback');
  const { pipelineExecutionId: targetPipelineExecutionId } = first.ended;
  const { pipelineExecutionId = '' } = await app.clients.codePipeline.send(
    new RollbackStageCommand({ pipelineName: DRAFTS, stageName: 'Deploy', targetPipelineExecutionId }),
  );
  const ended = await endedExecution(
    app,
    DRAFTS,
    'the rollback',
    (one) => one.pipelineExecutionId === pipelineExecutionId,
  );
  expect(ended.status).toBe('Failed');
  expect(await failedAction(app, DRAFTS, pipelineExecutionId)).toMatchObject({
    action: 'PublishVersions',
    message: expect.stringContaining('release the former commit or code again') as string,
  });
  expect(await call(`${DRAFTS}-draft`)).toBe('another draft');
});
