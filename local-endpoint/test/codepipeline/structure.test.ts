import {
  type ActionDeclaration,
  CodePipelineClient,
  CreatePipelineCommand,
  DeletePipelineCommand,
  GetPipelineCommand,
  ListActionTypesCommand,
  ListPipelineExecutionsCommand,
  ListPipelinesCommand,
  ListTagsForResourceCommand,
  type PipelineDeclaration,
  PutWebhookCommand,
  type StageDeclaration,
  StopPipelineExecutionCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-codepipeline';
import { ACCOUNT, OTHER_ACCOUNT, REGION, type TestEndpoint } from '../../testing';
import { startPipelines } from './support/start';
import { approval, ask, invoke, openShop, type Shop, source } from './support/shop';
import { aDate, containing, matching } from './support/matching';

let endpoint: TestEndpoint;
let shop: Shop;

beforeAll(async () => {
  endpoint = await startPipelines();
  shop = await openShop(endpoint);
});
afterAll(() => endpoint.close());

const step = (...actions: ActionDeclaration[]): StageDeclaration => ({ name: 'Act', actions });
const cloudFormation = {
  category: 'Deploy',
  owner: 'AWS',
  provider: 'CloudFormation',
  version: '1',
} as const;
type Case = [string, StageDeclaration[], Partial<PipelineDeclaration>, string, string];

test.each<Case>([
  [
    'one stage',
    [source()],
    {},
    'InvalidStructureException',
    'Pipeline has only 1 stage(s). There should be a minimum of 2 stages in a pipeline',
  ],
  [
    'a first stage without sources',
    [approval('One'), approval('Two')],
    {},
    'InvalidStructureException',
    'Pipeline should start with a stage that only contains source actions',
  ],
  [
    'two stages of one name',
    [source(), approval('One'), approval('One')],
    {},
    'InvalidStructureException',
    'Duplicate stage name found: One',
  ],
  [
    'two actions of one name',
    [source(), step(ask('Ask'), ask('Ask'))],
    {},
    'InvalidStructureException',
    'Duplicate action name found: Ask',
  ],
  [
    'an artifact nobody made',
    [source(), step(invoke({ inputArtifacts: [{ name: 'other' }] }))],
    {},
    'InvalidStructureException',
    'Input Artifact Bundle other in action Run',
  ],
  [
    'a namespace nobody has',
    [source(), approval('One', { CustomData: '#{Other.x}' })],
    {},
    'InvalidStructureException',
    'referencing a namespace that does not exist',
  ],
  [
    'a variable that is not declared',
    [source(), approval('One', { CustomData: '#{variables.x}' })],
    {},
    'InvalidStructureException',
    'not declared in the pipeline',
  ],
  [
    'a rule before entry',
    [source(), approval('One', {}, { beforeEntry: { conditions: [] } })],
    {},
    'InvalidStructureException',
    'The condition beforeEntry of stage One is not supported by the local endpoint',
  ],
  [
    'rollback of the source stage',
    [{ ...source(), onFailure: { result: 'ROLLBACK' } }, approval('One')],
    {},
    'InvalidStructureException',
    'Rollback cannot be configured for the source stage Source',
  ],
  [
    'rollback in PARALLEL mode',
    [source(), approval('One', {}, { onFailure: { result: 'ROLLBACK' } })],
    { executionMode: 'PARALLEL' },
    'InvalidStructureException',
    'in PARALLEL mode',
  ],
  [
    'a role that does not exist',
    [source(), approval('One')],
    { roleArn: `arn:aws:iam::${ACCOUNT}:role/missing` },
    'InvalidStructureException',
    'CodePipeline is not authorized to perform AssumeRole on role',
  ],
  [
    'a V1 pipeline that queues',
    [source(), approval('One')],
    { pipelineType: 'V1' },
    'InvalidStructureException',
    'require pipeline type V2',
  ],
  [
    'a provider that is not here',
    [source(), step(ask('Change', { actionTypeId: cloudFormation }))],
    {},
    'InvalidActionDeclarationException',
    "ActionType (Category: 'Deploy', Provider: 'CloudFormation', Owner: 'AWS', Version: '1') in action 'Change' is not available in region AP_NORTHEAST_1",
  ],
  [
    'an unknown configuration key',
    [source(), approval('One', { Colour: 'red' })],
    {},
    'InvalidActionDeclarationException',
    "contains unknown configuration 'Colour'",
  ],
  [
    'a configuration key that is missing',
    [source(), step(invoke({ configuration: {} }))],
    {},
    'InvalidActionDeclarationException',
    "is missing required configuration 'FunctionName'",
  ],
  [
    'an artifact too many',
    [source(), step(ask('Ask', { inputArtifacts: [{ name: 'settings' }] }))],
    {},
    'InvalidActionDeclarationException',
    'Action Ask has 1 input artifact(s) which is greater than the maximum count 0',
  ],
  [
    'an action in another region',
    [source(), step(ask('Ask', { region: 'us-east-1' }))],
    {},
    'InvalidActionDeclarationException',
    'cross-region',
  ],
  [
    'a name with a blank',
    [source(), approval('One')],
    { name: 'my shop' },
    'ValidationException',
    "Value 'my shop' at 'pipeline.name' failed to satisfy constraint",
  ],
  [
    'a configuration value over 1,000 characters',
    [source(), approval('One', { CustomData: 'x'.repeat(1001) })],
    {},
    'ValidationException',
    'Member must have length less than or equal to 1000',
  ],
])('refuses %s', async (_, stages, more, name, message) => {
  await expect(shop.create(stages, more)).rejects.toMatchObject({
    name,
    message: containing(message),
  });
});

test('gives all faults of a request at once', async () => {
  const empty = shop.pipelines.send(
    new CreatePipelineCommand({ pipeline: { name: undefined, roleArn: undefined, stages: undefined } }),
  );
  await expect(empty).rejects.toMatchObject({
    message: matching(
      /^3 validation errors detected: Value null at 'pipeline.name' failed to satisfy constraint/,
    ),
  });
});

test('keeps each version, and shows its ARN and defaults', async () => {
  const name = await shop.create([source(), approval('One')], { executionMode: undefined });
  const { pipeline, metadata } = await shop.pipelines.send(new GetPipelineCommand({ name, version: 1 }));
  expect(metadata).toMatchObject({
    pipelineArn: `arn:aws:codepipeline:${REGION}:${ACCOUNT}:${name}`,
    created: aDate(),
  });
  expect(pipeline).toMatchObject({
    version: 1,
    executionMode: 'SUPERSEDED',
    stages: [{ actions: [{ runOrder: 1 }] }, {}],
  });
  const missing = shop.pipelines.send(new GetPipelineCommand({ name, version: 7 }));
  await expect(missing).rejects.toMatchObject({ name: 'PipelineVersionNotFoundException' });
});

test('a name is taken once, and free again after it is deleted', async () => {
  const stages = [source(), approval('One')];
  await shop.create(stages, { name: 'taken' });
  await expect(shop.create(stages, { name: 'taken' })).rejects.toMatchObject({
    name: 'PipelineNameInUseException',
  });
  for (let again = 0; again < 2; again += 1)
    await shop.pipelines.send(new DeletePipelineCommand({ name: 'taken' }));
  const gone = shop.pipelines.send(new GetPipelineCommand({ name: 'taken' }));
  await expect(gone).rejects.toMatchObject({
    name: 'PipelineNotFoundException',
    message: `Account '${ACCOUNT}' does not have a pipeline with name 'taken'`,
  });
  await shop.create(stages, { name: 'taken' });
});

test('accounts do not see each other', async () => {
  const name = await shop.create([source(), approval('One')]);
  const stranger = new CodePipelineClient(endpoint.client(OTHER_ACCOUNT));
  await expect(stranger.send(new GetPipelineCommand({ name }))).rejects.toMatchObject({
    name: 'PipelineNotFoundException',
  });
  expect((await stranger.send(new ListPipelinesCommand({}))).pipelines).toEqual([]);
});

test('lists page by page', async () => {
  const name = await shop.create([source(), approval('One')]);
  for (let again = 0; again < 2; again += 1) await shop.start(name);
  const first = await shop.pipelines.send(
    new ListPipelineExecutionsCommand({ pipelineName: name, maxResults: 2 }),
  );
  const next = { pipelineName: name, maxResults: 2, nextToken: first.nextToken };
  const second = await shop.pipelines.send(new ListPipelineExecutionsCommand(next));
  expect([first, second].map(({ pipelineExecutionSummaries: page }) => page?.length)).toEqual([2, 1]);
  expect(second.nextToken).toBeUndefined();
  const broken = shop.pipelines.send(
    new ListPipelineExecutionsCommand({ pipelineName: name, nextToken: 'x' }),
  );
  await expect(broken).rejects.toMatchObject({ name: 'InvalidNextTokenException' });
});

test('tags come and go', async () => {
  const name = await shop.create([source(), approval('One')]);
  const resourceArn = `arn:aws:codepipeline:${REGION}:${ACCOUNT}:${name}`;
  const tags = [
    { key: 'team', value: 'shop' },
    { key: 'kind', value: 'ecs' },
  ];
  await shop.pipelines.send(new TagResourceCommand({ resourceArn, tags }));
  await shop.pipelines.send(new UntagResourceCommand({ resourceArn, tagKeys: ['kind'] }));
  expect((await shop.pipelines.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual([
    tags[0],
  ]);
  const other = shop.pipelines.send(new ListTagsForResourceCommand({ resourceArn: `${resourceArn}-x` }));
  await expect(other).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('lists the action types it can run, and refuses by name what it cannot do', async () => {
  const { actionTypes } = await shop.pipelines.send(new ListActionTypesCommand({ actionOwnerFilter: 'AWS' }));
  expect([...new Set(actionTypes?.map(({ id }) => id?.provider))].sort()).toEqual([
    'CodeBuild',
    'CodeCommit',
    'CodeDeployToECS',
    'CodeStarSourceConnection',
    'ECR',
    'ECS',
    'Lambda',
    'Manual',
    'S3',
  ]);
  const webhook = shop.pipelines.send(new PutWebhookCommand({ webhook: undefined }));
  await expect(webhook).rejects.toMatchObject({ message: containing('PutWebhook') });
});

test('an execution that does not exist is said to be missing', async () => {
  const name = await shop.create([source(), approval('One')]);
  const pipelineExecutionId = '00000000-0000-0000-0000-000000000000';
  const stop = shop.pipelines.send(
    new StopPipelineExecutionCommand({ pipelineName: name, pipelineExecutionId }),
  );
  await expect(stop).rejects.toMatchObject({ name: 'PipelineExecutionNotFoundException' });
});
