import { ListTagsForResourceCommand, ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { handler } from '../../../handlers/update-task-definition/handler';
import { actionHarness, FAULT_TEST_TIMEOUT } from '../harness/action-harness';
import type { ReceivedResult } from '../harness/running-actions';
import { createRollingService, type RollingServiceFixture } from '../harness/rolling-service';

let service: RollingServiceFixture;
let services = 0;

const harness = actionHarness(handler, () => ({
  cluster: service.name,
  service: service.name,
  taskDefinition: 'prd/taskdef.json',
}));

const container = (name: string, more: object = {}) => ({
  name,
  image: `${name}:old`,
  memory: 128,
  portMappings: [{ containerPort: 80 }],
  ...more,
});

/** A task definition as a team writes it, without what ECS fills in. */
const file = (more: object = {}) => ({
  family: service.name,
  containerDefinitions: [container('app', { image: '<IMAGE1_NAME>' })],
  ...more,
});

const artifact = (taskDefinition: unknown, images: Record<string, string> = { app: 'app:new' }) =>
  harness.artifact({
    'prd/taskdef.json': taskDefinition,
    'imagedefinitions.json': Object.entries(images).map(([name, imageUri]) => ({ name, imageUri })),
  });

const nextService = async () => {
  await harness.nextPipeline();
  const first = { containerDefinitions: [container('app', { essential: true, cpu: 0, environment: [] })] };
  service = await createRollingService(harness.direct, `rolling-${++services}`, first);
};

beforeEach(nextService);

const refusal = (result: ReceivedResult | undefined) =>
  result?.kind === 'failure' ? (result.failureDetails?.message ?? '') : '';

const CHANGED = {
  containerDefinitions: [container('app', { environment: [{ name: 'LEVEL', value: '2' }] })],
};

test('does nothing where the service runs the content of the file, images apart', async () => {
  const result = await harness.run([await artifact(file())]);
  const { taskDefinitionArn } = await service.revision();
  expect(result).toMatchObject({ outputVariables: { Changed: 'false', TaskDefinition: taskDefinitionArn } });
  expect(await service.countRevisions()).toBe(1);
});

test('updates the service to the content of the file, with the built image in it', async () => {
  const result = await harness.run([await artifact(file(CHANGED))]);
  const runs = await service.revision();
  expect(result).toMatchObject({
    outputVariables: { Changed: 'true', TaskDefinition: runs.taskDefinitionArn },
  });
  expect(runs.containerDefinitions).toMatchObject([
    { name: 'app', image: 'app:new', environment: [{ name: 'LEVEL', value: '2' }] },
  ]);
  const { tags } = await new ECSClient(harness.direct).send(
    new ListTagsForResourceCommand({ resourceArn: runs.taskDefinitionArn }),
  );
  expect(Object.fromEntries((tags ?? []).map(({ key = '', value }) => [key, value]))).toEqual({
    'pipeline-factory:pipeline': `shop-${harness.pipeline.identity.pipeline}-prd`,
    'pipeline-factory:execution': 'e-1',
    'pipeline-factory:task-definition': expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
  });
});

test('keeps what the ECS action made of its revision', async () => {
  await harness.run([await artifact(file(CHANGED))]);
  const [running] = (await service.revision()).containerDefinitions ?? [];
  await service.deploy({ containerDefinitions: [{ ...running, image: 'app:newer' }] });
  const before = await service.countRevisions();
  const result = await harness.run([await artifact(file(CHANGED), { app: 'app:newest' })]);
  expect(result).toMatchObject({ outputVariables: { Changed: 'false' } });
  expect(await service.countRevisions()).toBe(before);
});

test('returns to earlier content with the file, as when a stage is rolled back', async () => {
  await harness.run([await artifact(file(CHANGED))]);
  await harness.run([await artifact(file())], { parameters: { executionId: 'e-2' } });
  expect((await service.revision()).containerDefinitions?.[0]?.environment ?? []).toEqual([]);
});

test.each<{ name: string; change: object }>([
  {
    name: 'an image that nobody builds',
    change: { containerDefinitions: [container('app'), container('side', { image: 'side:2' })] },
  },
  {
    name: 'a container that is no longer essential',
    change: { containerDefinitions: [container('app'), container('side', { essential: false })] },
  },
  { name: 'a container that is gone', change: { containerDefinitions: [container('app')] } },
  {
    name: 'a role',
    change: {
      containerDefinitions: [container('app'), container('side')],
      taskRoleArn: 'arn:aws:iam::111111111111:role/task',
    },
  },
])('detects $name', async ({ change }) => {
  await service.deploy({ containerDefinitions: [container('app'), container('side')] });
  expect(await harness.run([await artifact(file(change))])).toMatchObject({
    outputVariables: { Changed: 'true' },
  });
});

test('accepts a copy of what ECS describes, in another order', async () => {
  const environment = [
    { name: 'A', value: '1' },
    { name: 'B', value: '2' },
  ];
  await service.deploy({ containerDefinitions: [container('side'), container('app', { environment })] });
  const { registeredAt, ...described } = await service.revision();
  const containerDefinitions = [
    container('app', { environment: environment.toReversed() }),
    container('side'),
  ];
  const copied = { ...described, registeredAt: `${registeredAt?.toISOString()}`, containerDefinitions };
  expect(await harness.run([await artifact(copied)])).toMatchObject({
    outputVariables: { Changed: 'false' },
  });
});

describe('refuses, before anything is changed,', () => {
  afterEach(async () => expect(await service.countRevisions()).toBe(1));

  test.each<{ name: string; file: () => unknown; images?: Record<string, string>; message: string }>([
    {
      name: 'no JSON',
      file: () => '{\n  "family": "app"\n  "cpu"',
      message: 'prd/taskdef.json must be JSON, got a mistake at line 3, column 3',
    },
    {
      name: 'half a file',
      file: () => '{\n  "family"',
      message: 'prd/taskdef.json must be JSON, got a mistake at line 2, column 11',
    },
    { name: 'no object', file: () => '[]', message: 'prd/taskdef.json must be a JSON object, got: []' },
    {
      name: 'no family',
      file: () => ({ ...file(), family: 1 }),
      message: 'family must be a text, got: 1',
    },
    {
      name: 'another family',
      file: () => file({ family: 'other' }),
      message: 'family must be that of the service, rolling-',
    },
    {
      name: 'no containers',
      file: () => file({ containerDefinitions: [] }),
      message: 'containerDefinitions must be a list',
    },
    {
      name: 'a nameless container',
      file: () => file({ containerDefinitions: [{}] }),
      message: 'containerDefinitions.0.name must be a text, got: {}',
    },
    {
      name: 'a container twice',
      file: () => file({ containerDefinitions: [container('app'), container('app')] }),
      message: 'must have unique names, got app twice',
    },
    {
      name: 'an unknown field',
      file: () => file({ taskRole: 'x' }),
      message: 'taskRole must be a field of RegisterTaskDefinition',
    },
    {
      name: 'an unknown container',
      file: () => file(),
      images: { app: 'a', side: 'b' },
      message: 'name must be a container of prd/taskdef.json (app), got: side',
    },
    {
      name: 'a container without image',
      file: () =>
        file({ containerDefinitions: [container('app'), container('side', { image: '<IMAGE2_NAME>' })] }),
      message:
        'containerDefinitions.1.image must be an image, or imagedefinitions.json must name one for container side, got: <IMAGE2_NAME>',
    },
    {
      name: 'no container of the load balancer',
      file: () => file({ containerDefinitions: [container('web')] }),
      images: { web: 'a' },
      message:
        "must have app with port 80, where the service's load balancer sends traffic to, got: no such container",
    },
    {
      name: 'no port of the load balancer',
      file: () => file({ containerDefinitions: [container('app', { portMappings: [] })] }),
      message: 'got: ports none',
    },
    {
      name: 'a file that is too large',
      file: () => ' '.repeat(70_000),
      message: 'prd/taskdef.json in artifact build must have at most 65536 bytes, got: 70000',
    },
  ])('$name', async ({ file: given, images = { app: 'a' }, message }) => {
    expect(refusal(await harness.run([await artifact(given(), images)]))).toContain(message);
  });

  test('an imagedefinitions.json above the limit of CodePipeline, but none at it', async () => {
    const of = async (length: number) =>
      refusal(
        await harness.run([
          await harness.artifact({ 'prd/taskdef.json': '[]', 'imagedefinitions.json': ' '.repeat(length) }),
        ]),
      );
    expect(await of(102_400)).toContain('imagedefinitions.json must be JSON, got a mistake at line 1');
    expect(await of(102_401)).toContain(
      'imagedefinitions.json in artifact build must have at most 102400 bytes, got: 102401',
    );
  });

  test('an artifact without the files, or more than one', async () => {
    const empty = await harness.artifact({ 'other.txt': '' });
    expect(refusal(await harness.run([empty]))).toBe(
      'Artifact build must have imagedefinitions.json at its top, got: none',
    );
    const images = { 'imagedefinitions.json': [{ name: 'app', imageUri: 'a' }] };
    expect(refusal(await harness.run([await harness.artifact(images)]))).toBe(
      'The input artifact must have the file prd/taskdef.json, got: none',
    );
    expect(refusal(await harness.run([empty, empty]))).toContain(
      'must have one input artifact, got: build, build',
    );
  });

  test('a service that does not exist, or that CodeDeploy deploys to', async () => {
    const given = await artifact(file());
    expect(refusal(await harness.run([given], { parameters: { service: 'gone' } }))).toContain(
      '/gone must be ACTIVE',
    );
    const name = `shop-${harness.pipeline.identity.pipeline}-prd`;
    const taskDefinition = (await service.revision()).taskDefinitionArn;
    const codeDeploys = { cluster: name, service: name };
    await new ECSClient(harness.direct).send(new UpdateServiceCommand({ ...codeDeploys, taskDefinition }));
    expect(refusal(await harness.run([given], { parameters: codeDeploys }))).toContain(
      'deploymentController must be ECS, got: CODE_DEPLOY',
    );
  });
});

test(
  'ends the same, with one revision more, when it dies at any call and is invoked again',
  async () => {
    await harness.run([await artifact(file(CHANGED))]);
    const { calls } = harness.proxy;
    expect(calls).toBeGreaterThan(6);
    for (const fault of ['request lost', 'response lost'] as const)
      for (let call = 1; call <= calls; call++) {
        await nextService();
        const job = harness.job([await artifact(file(CHANGED))], { id: 'dies' });
        harness.proxy.break(call, fault);
        await expect(harness.invoke(job)).rejects.toThrow();
        harness.proxy.heal();
        await harness.invoke(job);
        expect(harness.history.results).toMatchObject([{ kind: 'success', jobId: 'dies' }]);
        expect((await service.revision()).containerDefinitions).toMatchObject([
          { image: 'app:new', environment: [{ name: 'LEVEL', value: '2' }] },
        ]);
        expect(await service.countRevisions()).toBe(2);
      }
  },
  FAULT_TEST_TIMEOUT,
);

test(
  'is invoked again when one call fails',
  async () => {
    await harness.run([await artifact(file(CHANGED))]);
    const calls = harness.proxy.calls - 1;
    for (let call = 1; call <= calls; call++) {
      await nextService();
      const given = [await artifact(file(CHANGED))];
      harness.proxy.break(call, 'unavailable', true);
      const waiting = await harness.run(given);
      expect(waiting).toMatchObject({ continuationToken: expect.stringContaining('deadline') as string });
      const { continuationToken } = waiting as { continuationToken: string };
      expect(await harness.run(given, { continuationToken })).not.toHaveProperty('continuationToken');
      expect((await service.revision()).containerDefinitions).toMatchObject([{ image: 'app:new' }]);
      expect(await service.countRevisions()).toBe(2);
    }
  },
  FAULT_TEST_TIMEOUT,
);
