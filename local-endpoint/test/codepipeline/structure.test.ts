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
interface Case {
  readonly name: string;
  readonly stages: StageDeclaration[];
  readonly more: Partial<PipelineDeclaration>;
  readonly code: string;
  readonly message: string;
}

test.each<Case>([
  {
    name: 'one stage',
    stages: [source()],
    more: {},
    code: 'InvalidStructureException',
    message: 'Pipeline has only 1 stage(s). There should be a minimum of 2 stages in a pipeline',
  },
  {
    name: 'a first stage without sources',
    stages: [approval('One'), approval('Two')],
    more: {},
    code: 'InvalidStructureException',
    message: 'Pipeline should start with a stage that only contains source actions',
  },
  {
    name: 'two stages of one name',
    stages: [source(), approval('One'), approval('One')],
    more: {},
    code: 'InvalidStructureException',
    message: 'Duplicate stage name found: One',
  },
  {
    name: 'two actions of one name',
    stages: [source(), step(ask('Ask'), ask('Ask'))],
    more: {},
    code: 'InvalidStructureException',
    message: 'Duplicate action name found: Ask',
  },
  {
    name: 'an input artifact that no action makes',
    stages: [source(), step(invoke({ inputArtifacts: [{ name: 'other' }] }))],
    more: {},
    code: 'InvalidStructureException',
    message: 'Input Artifact Bundle other in action Run',
  },
  {
    name: 'a namespace that no action has',
    stages: [source(), approval('One', { CustomData: '#{Other.x}' })],
    more: {},
    code: 'InvalidStructureException',
    message: 'referencing a namespace that does not exist',
  },
  {
    name: 'a variable that is not declared',
    stages: [source(), approval('One', { CustomData: '#{variables.x}' })],
    more: {},
    code: 'InvalidStructureException',
    message: 'not declared in the pipeline',
  },
  {
    name: 'a rule before entry',
    stages: [source(), approval('One', {}, { beforeEntry: { conditions: [] } })],
    more: {},
    code: 'InvalidStructureException',
    message: 'The condition beforeEntry of stage One is not supported by the local endpoint',
  },
  {
    name: 'rollback of the source stage',
    stages: [{ ...source(), onFailure: { result: 'ROLLBACK' } }, approval('One')],
    more: {},
    code: 'InvalidStructureException',
    message: 'Rollback cannot be configured for the source stage Source',
  },
  {
    name: 'rollback in PARALLEL mode',
    stages: [source(), approval('One', {}, { onFailure: { result: 'ROLLBACK' } })],
    more: { executionMode: 'PARALLEL' },
    code: 'InvalidStructureException',
    message: 'in PARALLEL mode',
  },
  {
    name: 'a role that does not exist',
    stages: [source(), approval('One')],
    more: { roleArn: `arn:aws:iam::${ACCOUNT}:role/missing` },
    code: 'InvalidStructureException',
    message: 'CodePipeline is not authorized to perform AssumeRole on role',
  },
  {
    name: 'a V1 pipeline that queues',
    stages: [source(), approval('One')],
    more: { pipelineType: 'V1' },
    code: 'InvalidStructureException',
    message: 'require pipeline type V2',
  },
  {
    name: 'a provider that the endpoint does not have',
    stages: [source(), step(ask('Change', { actionTypeId: cloudFormation }))],
    more: {},
    code: 'InvalidActionDeclarationException',
    message:
      "ActionType (Category: 'Deploy', Provider: 'CloudFormation', Owner: 'AWS', Version: '1') in action 'Change' is not available in region AP_NORTHEAST_1",
  },
  {
    name: 'an unknown configuration key',
    stages: [source(), approval('One', { Colour: 'red' })],
    more: {},
    code: 'InvalidActionDeclarationException',
    message: "contains unknown configuration 'Colour'",
  },
  {
    name: 'a configuration key that is missing',
    stages: [source(), step(invoke({ configuration: {} }))],
    more: {},
    code: 'InvalidActionDeclarationException',
    message: "is missing required configuration 'FunctionName'",
  },
  {
    name: 'one artifact too many',
    stages: [source(), step(ask('Ask', { inputArtifacts: [{ name: 'settings' }] }))],
    more: {},
    code: 'InvalidActionDeclarationException',
    message: 'Action Ask has 1 input artifact(s) which is greater than the maximum count 0',
  },
  {
    name: 'an action in another region',
    stages: [source(), step(ask('Ask', { region: 'us-east-1' }))],
    more: {},
    code: 'InvalidActionDeclarationException',
    message: 'cross-region',
  },
  {
    name: 'a name with a blank',
    stages: [source(), approval('One')],
    more: { name: 'my shop' },
    code: 'ValidationException',
    message: "Value 'my shop' at 'pipeline.name' failed to satisfy constraint",
  },
  {
    name: 'a configuration value over 1,000 characters',
    stages: [source(), approval('One', { CustomData: 'x'.repeat(1001) })],
    more: {},
    code: 'ValidationException',
    message: 'Member must have length less than or equal to 1000',
  },
])('refuses $name', async ({ stages, more, code, message }) => {
  await expect(shop.create(stages, more)).rejects.toMatchObject({
    name: code,
    message: containing(message),
  });
});

test('reports all errors of a request at once', async () => {
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

test('refuses a name that is in use, until its pipeline is deleted', async () => {
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

test('keeps the pipelines of accounts apart', async () => {
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

test('adds, lists and removes tags', async () => {
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

test('refuses an execution that does not exist', async () => {
  const name = await shop.create([source(), approval('One')]);
  const pipelineExecutionId = '00000000-0000-0000-0000-000000000000';
  const stop = shop.pipelines.send(
    new StopPipelineExecutionCommand({ pipelineName: name, pipelineExecutionId }),
  );
  await expect(stop).rejects.toMatchObject({ name: 'PipelineExecutionNotFoundException' });
});
