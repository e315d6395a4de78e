import { CreateClusterCommand, ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { ListPipelineExecutionsCommand, type StageDeclaration } from '@aws-sdk/client-codepipeline';
import { ecs as ecsService } from '../../services/ecs/service';
import { ACCOUNT, advanceUntil, REGION, type TestEndpoint, until } from '../../testing';
import { ROLE, startPipelines } from './support/start';
import { rollingServices } from './support/rolling-services';
import { containing } from './support/matching';
import { openShop, type Shop, source, STORE } from './support/shop';

const MISSING_IMAGE = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/nothing:v1`;
const FILE = 'imagedefinitions.json';

const images = (byContainer: Record<string, string>): string =>
  JSON.stringify(Object.entries(byContainer).map(([name, imageUri]) => ({ name, imageUri })));

let endpoint: TestEndpoint;
let shop: Shop;
let ecs: ECSClient;
let services: ReturnType<typeof rollingServices>;

beforeAll(async () => {
  endpoint = await startPipelines(ecsService);
  shop = await openShop(endpoint);
  ecs = new ECSClient(endpoint.client());
  services = rollingServices(endpoint, ecs);
  await ecs.send(new CreateClusterCommand({ clusterName: 'shop' }));
});
afterAll(() => endpoint.close());
beforeEach(() => endpoint.restore());

test('changes nothing but images of the revision that the service uses, and waits until that serves', async () => {
  const service = await services.newService();
  const used = (await services.serviceNow(service)).taskDefinition ?? '';
  await services.register(service, { containers: [{ name: 'web', image: 'never-deployed' }] });
  const { name, id } = await release(service, { [FILE]: images({ web: 'httpd:2' }) });
  await until(async () => ((await services.serviceNow(service)).deployments?.length ?? 0) > 1);
  const deployment = (await services.serviceNow(service)).deployments?.[0];
  expect(await ended(name, id)).toBe('Succeeded');
  const run = await shop.action(name, id, 'Deploy');
  expect(run?.output?.executionResult).toMatchObject({
    externalExecutionId: deployment?.id,
    externalExecutionUrl: containing(`/services/${service}/`),
  });
  expect(run?.output?.outputVariables ?? {}).toEqual({});
  const after = await services.serviceNow(service);
  expect(after.deployments).toMatchObject([{ id: deployment?.id, rolloutState: 'COMPLETED' }]);
  const [before, now] = [
    await services.definition(used),
    await services.definition(after.taskDefinition ?? ''),
  ];
  expect(now.containers).toEqual(
    before.containers.map((one) => (one.name === 'web' ? { ...one, image: 'httpd:2' } : one)),
  );
  expect({ ...now.rest, tags: now.tags }).toEqual({ ...before.rest, tags: before.tags });
  expect(now.tags).toEqual([{ key: 'team', value: 'shop' }]);
});

test('reads the file that FileName names', async () => {
  const service = await services.newService();
  const files = { 'deploy/images.json': images({ web: 'httpd:3' }) };
  const { name, id } = await release(service, files, { FileName: 'deploy/images.json' });
  expect(await ended(name, id)).toBe('Succeeded');
});

describe('nothing is registered or deployed for', () => {
  let service: string;
  beforeAll(async () => {
    service = await services.newService();
  });

  test.each<{
    name: string;
    files: Record<string, string>;
    configuration: Record<string, string>;
    message: string;
  }>([
    {
      name: 'a missing file',
      files: { 'other.json': '[]' },
      configuration: {},
      message: `Did not find the image definition file imagedefinitions.json in the input artifacts ZIP file. Verify the file is stored in your pipeline's Amazon S3 artifact bucket: ${STORE} key: `,
    },
    {
      name: 'a file of more than 100 KB',
      files: { [FILE]: ' '.repeat(102_401) },
      configuration: {},
      message: 'the maximum size is 100 KB',
    },
    {
      name: 'text that is not JSON',
      files: { [FILE]: '[' },
      configuration: {},
      message: `${FILE} contains invalid JSON format`,
    },
    {
      name: 'JSON that is not a list',
      files: { [FILE]: '{"ImageURI":"x"}' },
      configuration: {},
      message: `${FILE} contains invalid JSON format`,
    },
    {
      name: 'an empty list',
      files: { [FILE]: '[]' },
      configuration: {},
      message: `${FILE} contains invalid JSON format`,
    },
    {
      name: 'an entry without a name',
      files: { [FILE]: '[{"imageUri":"x"}]' },
      configuration: {},
      message: `${FILE} contains invalid JSON format`,
    },
    {
      name: 'an entry without an image',
      files: { [FILE]: '[{"name":"web"}]' },
      configuration: {},
      message: `${FILE} contains invalid JSON format`,
    },
    {
      name: 'a container that the task definition lacks',
      files: { [FILE]: images({ web: 'httpd', queue: 'redis' }) },
      configuration: {},
      message: 'The AWS ECS container queue does not exist',
    },
    {
      name: 'a service that is not there',
      files: { [FILE]: images({ web: 'httpd' }) },
      configuration: { ServiceName: 'nowhere' },
      message: 'The service nowhere is not active in the cluster shop.',
    },
    {
      name: 'a timeout of more than an hour',
      files: { [FILE]: images({ web: 'httpd' }) },
      configuration: { DeploymentTimeout: '61' },
      message: 'DeploymentTimeout must be a whole number of minutes from 1 to 60 (got: 61).',
    },
  ])('$name', async ({ files, configuration, message }) => {
    const before = await services.registered();
    const { name, id } = await release(service, files, configuration);
    expect(await shop.error(name, id, 'Deploy')).toEqual({
      code: 'ConfigurationError',
      message: containing(message),
    });
    expect(await services.registered()).toEqual(before);
    expect((await services.serviceNow(service)).deployments).toHaveLength(1);
  });
});

test('fails soon, and with the reason, when ECS rolls the deployment back', async () => {
  const service = await services.newService({ deploymentCircuitBreaker: { enable: true, rollback: true } });
  const used = (await services.serviceNow(service)).taskDefinition;
  const { name, id } = await release(service, { [FILE]: images({ web: MISSING_IMAGE }) });
  expect(await ended(name, id)).toBe('Failed');
  const { code, message } = await shop.error(name, id, 'Deploy');
  expect(code).toBe('JobFailed');
  expect(message).toMatch(
    /^The deployment ecs-svc\/\d+ failed\. ECS deployment circuit breaker: tasks failed to start\.$/,
  );
  expect((await services.serviceNow(service)).taskDefinition).toBe(used);
});

test('gives up after its timeout', async () => {
  const service = await services.newService();
  const files = { [FILE]: images({ web: MISSING_IMAGE }) };
  const { name, id } = await release(service, files, { DeploymentTimeout: '5' });
  expect(await ended(name, id)).toBe('Failed');
  expect((await shop.error(name, id, 'Deploy')).message).toContain('It did not complete within 5 minutes');
  expect((await services.serviceNow(service)).deployments?.[0]).toMatchObject({
    rolloutState: 'IN_PROGRESS',
  });
});

test('fails when another deployment replaces its own', async () => {
  const service = await services.newService();
  const { name, id } = await release(service, { [FILE]: images({ web: MISSING_IMAGE }) });
  await until(async () => ((await services.serviceNow(service)).deployments?.length ?? 0) > 1);
  await ecs.send(new UpdateServiceCommand({ cluster: 'shop', service, forceNewDeployment: true }));
  const other = (await services.serviceNow(service)).deployments?.[0]?.id ?? '';
  expect(await ended(name, id)).toBe('Failed');
  expect((await shop.error(name, id, 'Deploy')).message).toContain(`was replaced by ${other}`);
});

test.each(['DescribeServices', 'DescribeTaskDefinition', 'RegisterTaskDefinition', 'UpdateService'])(
  'a role that may not call %s fails it by name',
  async (operation) => {
    const service = await services.newService();
    endpoint.deny(`ecs:${operation}`);
    const { name, id } = await release(service, { [FILE]: images({ web: 'httpd' }) });
    const { code, message } = await shop.error(name, id, 'Deploy');
    expect([code, message]).toEqual(['PermissionError', containing(`ecs:${operation}`)]);
  },
);

test('a role that may not read the artifact fails it with where that is, although HEAD is refused without a body', async () => {
  const service = await services.newService();
  endpoint.deny('s3:HeadObject');
  const { name, id } = await release(service, { [FILE]: images({ web: 'httpd' }) });
  const { code, message } = await shop.error(name, id, 'Deploy');
  expect([code, message]).toEqual(['PermissionError', containing(`S3 artifact bucket '${STORE}'`)]);
});

test('needs no rights but those that AWS documents', () => {
  // https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html
  const called = endpoint.calls.filter(({ service, caller }) => service === 'ecs' && caller.roleArn === ROLE);
  expect([...new Set(called.map(({ operation }) => operation))].sort()).toEqual([
    'DescribeServices',
    'DescribeTaskDefinition',
    'DescribeTasks',
    'ListTasks',
    'RegisterTaskDefinition',
    'UpdateService',
  ]);
});

const deploy = (service: string, more: Record<string, string>): StageDeclaration => ({
  name: 'Deploy',
  actions: [
    {
      name: 'Deploy',
      actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'ECS', version: '1' },
      inputArtifacts: [{ name: 'settings' }],
      configuration: { ClusterName: 'shop', ServiceName: service, ...more },
    },
  ],
});

async function release(service: string, files: Record<string, string>, more: Record<string, string> = {}) {
  await shop.upload(files);
  const name = await shop.create([source(), deploy(service, more)]);
  const id = await until(async () => {
    const list = await shop.pipelines.send(new ListPipelineExecutionsCommand({ pipelineName: name }));
    return list.pipelineExecutionSummaries?.[0]?.pipelineExecutionId;
  });
  return { name, id };
}

/** Advances the clock until the action has ended, no faster than it polls, so that a slow machine does not time out. */
const ended = (name: string, id: string) =>
  advanceUntil(
    endpoint.clock,
    async () => {
      const status = (await shop.action(name, id, 'Deploy'))?.status;
      return status !== 'InProgress' && status;
    },
    5_000,
  );
