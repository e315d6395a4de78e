import { createHash } from 'node:crypto';
import { CreateRepositoryCommand, ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { DescribeTaskDefinitionCommand, ECSClient, ListTaskDefinitionsCommand } from '@aws-sdk/client-ecs';
import {
  ListPipelineExecutionsCommand,
  StopPipelineExecutionCommand,
  type StageDeclaration,
} from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../kit/aws-error';
import { ACCOUNT, advanceUntil, REGION, until, type TestEndpoint } from '../../testing';
import { startPipelines } from './support/start';
import { openShop, type Shop, source } from './support/shop';
import { containing } from './support/matching';

const APP_SPEC = `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: <TASK_DEFINITION>
        LoadBalancerInfo: { ContainerName: web, ContainerPort: 80 }
`;
const TASK_DEFINITION = JSON.stringify({
  family: 'storefront',
  networkMode: 'awsvpc',
  containerDefinitions: [{ name: 'web', image: '<IMAGE1_NAME>', memory: 128, essential: true }],
});

let endpoint: TestEndpoint;
let shop: Shop;
let ecs: ECSClient;
let digest: string;
let created: Record<string, unknown>[];
let deployment: { status: string; errorInformation?: object };

beforeAll(async () => {
  endpoint = await startPipelines();
  shop = await openShop(endpoint);
  ecs = new ECSClient(endpoint.client());
  const ecr = new ECRClient(endpoint.client());
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'storefront' }));
  const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
  const imageManifest = JSON.stringify({ schemaVersion: 2, mediaType, config: {}, layers: [] });
  const { image } = await ecr.send(
    new PutImageCommand({ repositoryName: 'storefront', imageManifest, imageTag: 'latest' }),
  );
  digest = image?.imageId?.imageDigest ?? '';
});
afterAll(() => endpoint.close());
beforeEach(() => {
  created = [];
  deployment = { status: 'InProgress' };
  endpoint.restore();
  for (const operation of ['GetApplication', 'RegisterApplicationRevision', 'GetApplicationRevision'])
    endpoint.answer(`codedeploy:${operation}`, () => ({}));
  endpoint.answer('codedeploy:CreateDeployment', (input) => ({
    deploymentId: `d-ABC${created.push(input)}`,
  }));
  endpoint.answer('codedeploy:GetDeployment', () => ({ deploymentInfo: deployment }));
});

const sources = (): StageDeclaration => ({
  name: 'Source',
  actions: [
    ...(source().actions ?? []),
    ...(source({
      name: 'Image',
      actionTypeId: { category: 'Source', owner: 'AWS', provider: 'ECR', version: '1' },
      configuration: { RepositoryName: 'storefront' },
      outputArtifacts: [{ name: 'images' }],
      namespace: 'Image',
    }).actions ?? []),
  ],
});
const deploy = (more: Record<string, string> = {}): StageDeclaration => ({
  name: 'Deploy',
  actions: [
    {
      name: 'Deploy',
      actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'CodeDeployToECS', version: '1' },
      inputArtifacts: [{ name: 'settings' }, { name: 'images' }],
      configuration: {
        ApplicationName: 'shop-storefront-stg',
        DeploymentGroupName: 'shop-storefront-stg',
        TaskDefinitionTemplateArtifact: 'settings',
        AppSpecTemplateArtifact: 'settings',
        Image1ArtifactName: 'images',
        Image1ContainerName: 'IMAGE1_NAME',
        ...more,
      },
    },
  ],
});
const release = async (files: Record<string, string>, configuration?: Record<string, string>) => {
  await shop.upload(files);
  const name = await shop.create([sources(), deploy(configuration)]);
  const id = await until(async () => {
    const list = await shop.pipelines.send(new ListPipelineExecutionsCommand({ pipelineName: name }));
    return list.pipelineExecutionSummaries?.[0]?.pipelineExecutionId;
  });
  return { name, id };
};
const good = { 'appspec.yaml': APP_SPEC, 'taskdef.json': TASK_DEFINITION };
const registered = async () => (await ecs.send(new ListTaskDefinitionsCommand({}))).taskDefinitionArns ?? [];
const deploying = () => until(() => created[0]);

test('registers the task definition with the pinned image and gives CodeDeploy the AppSpec that names it', async () => {
  const { name, id } = await release(good);
  const { applicationName, deploymentGroupName, revision } = (await deploying()) as {
    applicationName: string;
    deploymentGroupName: string;
    revision: { revisionType: string; appSpecContent: { content: string; sha256: string } };
  };
  const arn = (await registered()).at(-1) ?? '';
  const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn }));
  const image = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/storefront@${digest}`;
  expect(taskDefinition?.containerDefinitions?.[0]?.image).toBe(image);
  expect([applicationName, deploymentGroupName]).toEqual(['shop-storefront-stg', 'shop-storefront-stg']);
  const content = APP_SPEC.replace('<TASK_DEFINITION>', arn);
  const sha256 = createHash('sha256').update(content).digest('hex');
  expect(revision).toEqual({ revisionType: 'AppSpecContent', appSpecContent: { content, sha256 } });
  deployment = { status: 'Succeeded' };
  await advanceUntil(
    endpoint.clock,
    () => shop.action(name, id, 'Deploy').then((run) => run?.status === 'Succeeded'),
    5_000,
  );
  expect((await shop.action(name, id, 'Deploy'))?.output).toMatchObject({
    executionResult: {
      externalExecutionId: 'd-ABC1',
      externalExecutionUrl: containing('/deployments/d-ABC1'),
    },
    outputVariables: { DeploymentId: 'd-ABC1' },
  });
  expect(await shop.end(name, id)).toBe('Succeeded');
});

test.each([
  ['Failed', 'Deployment d-ABC1 failed. The ECS service is unhappy.'],
  ['Stopped', 'Deployment d-ABC1 was stopped. The ECS service is unhappy.'],
])('fails when the deployment ends as %s', async (status, message) => {
  const { name, id } = await release(good);
  await deploying();
  deployment = { status, errorInformation: { code: 'X', message: 'The ECS service is unhappy.' } };
  await advanceUntil(
    endpoint.clock,
    () => shop.action(name, id, 'Deploy').then((run) => run?.status === 'Failed'),
    5_000,
  );
  expect(await shop.error(name, id, 'Deploy')).toEqual({ code: 'JobFailed', message });
});

const unreadable = 'Exception while trying to read the task definition artifact file from: settings';
const noise = createHash('sha512').update('x').digest('hex');
const big = Array.from({ length: 60_000 }, (_, index) =>
  createHash('sha512').update(`${index}${noise}`).digest('base64'),
).join('');

test.each<[string, Record<string, string>, Record<string, string>, string]>([
  [
    'a missing taskdef.json',
    { 'appspec.yaml': APP_SPEC },
    {},
    `${unreadable}. It holds no file taskdef.json.`,
  ],
  [
    'a missing appspec.yaml',
    { 'taskdef.json': TASK_DEFINITION },
    {},
    'read the appspec artifact file from: settings',
  ],
  [
    'a taskdef.json that is not JSON',
    { ...good, 'taskdef.json': '{' },
    {},
    `${unreadable}. The file taskdef.json contains invalid JSON.`,
  ],
  [
    'a taskdef.json without the placeholder',
    { ...good, 'taskdef.json': '{}' },
    {},
    'does not contain the placeholder <IMAGE1_NAME>',
  ],
  [
    'an AppSpec without the placeholder',
    { ...good, 'appspec.yaml': 'version: 0.0' },
    {},
    'does not contain the placeholder <TASK_DEFINITION>',
  ],
  ['artifacts of more than 3 MB', { ...good, 'big.bin': big }, {}, 'maximum artifact ZIP size is 3 MB'],
  [
    'an artifact that is no input',
    good,
    { AppSpecTemplateArtifact: 'other' },
    'read the appspec artifact file from: other',
  ],
  [
    'an artifact without imageDetail.json',
    good,
    { Image1ArtifactName: 'settings' },
    'Exception while trying to read the image artifact file from the artifact: settings',
  ],
  [
    'half an image',
    good,
    { Image2ArtifactName: 'images' },
    "Action configuration is missing 'Image2ContainerName' configuration.",
  ],
])('refuses %s, and nothing is registered or deployed', async (_, files, configuration, message) => {
  const before = await registered();
  const { name, id } = await release(files, configuration);
  expect(await shop.error(name, id, 'Deploy')).toEqual({
    code: 'ConfigurationError',
    message: containing(message),
  });
  expect(await registered()).toEqual(before);
  expect(created).toEqual([]);
});

test('another deployment under way fails it in the words of CodeDeploy', async () => {
  const words = "The Deployment Group 'shop-storefront-stg' already has an active Deployment 'd-OTHER'";
  endpoint.answer('codedeploy:CreateDeployment', () => {
    throw new AwsError('DeploymentLimitExceededException', words);
  });
  const { name, id } = await release(good);
  expect(await shop.error(name, id, 'Deploy')).toEqual({ code: 'JobFailed', message: words });
});

test('an application that is not there fails it before anything is registered', async () => {
  endpoint.answer('codedeploy:GetApplication', () => {
    throw new AwsError(
      'ApplicationDoesNotExistException',
      'No application found for name: shop-storefront-stg',
    );
  });
  const before = await registered();
  const { name, id } = await release(good);
  expect((await shop.error(name, id, 'Deploy')).message).toContain('No application found');
  expect(await registered()).toEqual(before);
});

test('a role that may not register task definitions fails it by name', async () => {
  endpoint.deny('ecs:RegisterTaskDefinition');
  const { name, id } = await release(good);
  const { code, message } = await shop.error(name, id, 'Deploy');
  expect([code, message]).toEqual(['PermissionError', containing('ecs:RegisterTaskDefinition')]);
});

test('abandoning the action leaves the deployment alone', async () => {
  const { name, id } = await release(good);
  await deploying();
  await until(async () => (await shop.action(name, id, 'Deploy'))?.status === 'InProgress');
  await shop.pipelines.send(
    new StopPipelineExecutionCommand({ pipelineName: name, pipelineExecutionId: id, abandon: true }),
  );
  expect(await shop.end(name, id)).toBe('Stopped');
  expect(endpoint.calls.some(({ operation }) => operation === 'StopDeployment')).toBe(false);
});
