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
  { status: 'Failed', message: 'Deployment d-ABC1 failed. The ECS service is unhappy.' },
  { status: 'Stopped', message: 'Deployment d-ABC1 was stopped. The ECS service is unhappy.' },
])('fails when the deployment ends as $status', async ({ status, message }) => {
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

test.each<{
  name: string;
  files: Record<string, string>;
  configuration: Record<string, string>;
  message: string;
}>([
  {
    name: 'a missing taskdef.json',
    files: { 'appspec.yaml': APP_SPEC },
    configuration: {},
    message: `${unreadable}. It holds no file taskdef.json.`,
  },
  {
    name: 'a missing appspec.yaml',
    files: { 'taskdef.json': TASK_DEFINITION },
    configuration: {},
    message: 'read the appspec artifact file from: settings',
  },
  {
    name: 'a taskdef.json that is not JSON',
    files: { ...good, 'taskdef.json': '{' },
    configuration: {},
    message: `${unreadable}. The file taskdef.json contains invalid JSON.`,
  },
  {
    name: 'a taskdef.json without the placeholder',
    files: { ...good, 'taskdef.json': '{}' },
    configuration: {},
    message: 'does not contain the placeholder <IMAGE1_NAME>',
  },
  {
    name: 'an AppSpec without the placeholder',
    files: { ...good, 'appspec.yaml': 'version: 0.0' },
    configuration: {},
    message: 'does not contain the placeholder <TASK_DEFINITION>',
  },
  {
    name: 'artifacts of more than 3 MB',
    files: { ...good, 'big.bin': big },
    configuration: {},
    message: 'maximum artifact ZIP size is 3 MB',
  },
  {
    name: 'an artifact that is no input',
    files: good,
    configuration: { AppSpecTemplateArtifact: 'other' },
    message: 'read the appspec artifact file from: other',
  },
  {
    name: 'an artifact without imageDetail.json',
    files: good,
    configuration: { Image1ArtifactName: 'settings' },
    message: 'Exception while trying to read the image artifact file from the artifact: settings',
  },
  {
    name: 'an image without its container name',
    files: good,
    configuration: { Image2ArtifactName: 'images' },
    message: "Action configuration is missing 'Image2ContainerName' configuration.",
  },
])('refuses $name, and nothing is registered or deployed', async ({ files, configuration, message }) => {
  const before = await registered();
  const { name, id } = await release(files, configuration);
  expect(await shop.error(name, id, 'Deploy')).toEqual({
    code: 'ConfigurationError',
    message: containing(message),
  });
  expect(await registered()).toEqual(before);
  expect(created).toEqual([]);
});

test('fails with the message of CodeDeploy while another deployment is under way', async () => {
  const message = "The Deployment Group 'shop-storefront-stg' already has an active Deployment 'd-OTHER'";
  endpoint.answer('codedeploy:CreateDeployment', () => {
    throw new AwsError('DeploymentLimitExceededException', message);
  });
  const { name, id } = await release(good);
  expect(await shop.error(name, id, 'Deploy')).toEqual({ code: 'JobFailed', message });
});

test('fails before anything is registered where the application does not exist', async () => {
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
