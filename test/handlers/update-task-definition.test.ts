import { ListTagsForResourceCommand, ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { handler } from '../../handlers/update-task-definition';
import { actions } from './support/actions';
import type { Result } from './support/pipeline-history';
import { makeRollingService, type RollingServiceThere } from './support/rolling-service';

let service: RollingServiceThere;
let services = 0;

const on = actions(handler, () => ({
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

/** As a team writes it: what ECS fills in is left out. */
const file = (more: object = {}) => ({
  family: service.name,
  containerDefinitions: [container('app', { image: '<IMAGE1_NAME>' })],
  ...more,
});

const artifact = (taskDefinition: unknown, images: Record<string, string> = { app: 'app:new' }) =>
  on.artifact({
    'prd/taskdef.json': taskDefinition,
    'imagedefinitions.json': Object.entries(images).map(([name, imageUri]) => ({ name, imageUri })),
  });

const another = async () => {
  await on.another();
  const first = { containerDefinitions: [container('app', { essential: true, cpu: 0, environment: [] })] };
  service = await makeRollingService(on.world.direct, `rolling-${++services}`, first);
};

beforeEach(another);

const refusal = (result: Result | undefined) =>
  result?.kind === 'failure' ? (result.failureDetails?.message ?? '') : '';

const CHANGED = {
  containerDefinitions: [container('app', { environment: [{ name: 'LEVEL', value: '2' }] })],
};

test('does nothing where the service runs what the file says, images apart', async () => {
  const result = await on.act([await artifact(file())]);
  const { taskDefinitionArn } = await service.runs();
  expect(result).toMatchObject({ outputVariables: { Changed: 'false', TaskDefinition: taskDefinitionArn } });
  expect(await service.revisions()).toBe(1);
});

test('has the service run what the file says now, with the built image in it', async () => {
  const result = await on.act([await artifact(file(CHANGED))]);
  const runs = await service.runs();
  expect(result).toMatchObject({
    outputVariables: { Changed: 'true', TaskDefinition: runs.taskDefinitionArn },
  });
  expect(runs.containerDefinitions).toMatchObject([
    { name: 'app', image: 'app:new', environment: [{ name: 'LEVEL', value: '2' }] },
  ]);
  const { tags } = await new ECSClient(on.world.direct).send(
    new ListTagsForResourceCommand({ resourceArn: runs.taskDefinitionArn }),
  );
  expect(Object.fromEntries((tags ?? []).map(({ key = '', value }) => [key, value]))).toEqual({
    'pipeline-factory:pipeline': `shop-${on.pipeline.identity.pipeline}-prd`,
    'pipeline-factory:execution': 'e-1',
    'pipeline-factory:task-definition': expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
  });
});

test('leaves alone what the ECS action made of its revision', async () => {
  await on.act([await artifact(file(CHANGED))]);
  const [running] = (await service.runs()).containerDefinitions ?? [];
  await service.deploy({ containerDefinitions: [{ ...running, image: 'app:newer' }] });
  const before = await service.revisions();
  const result = await on.act([await artifact(file(CHANGED), { app: 'app:newest' })]);
  expect(result).toMatchObject({ outputVariables: { Changed: 'false' } });
  expect(await service.revisions()).toBe(before);
});

test('goes back with the file, as when a stage is rolled back', async () => {
  await on.act([await artifact(file(CHANGED))]);
  await on.act([await artifact(file())], { parameters: { executionId: 'e-2' } });
  expect((await service.runs()).containerDefinitions?.[0]?.environment ?? []).toEqual([]);
});

test.each<[string, object]>([
  [
    'an image that nobody builds',
    { containerDefinitions: [container('app'), container('side', { image: 'side:2' })] },
  ],
  [
    'a container that is no longer essential',
    { containerDefinitions: [container('app'), container('side', { essential: false })] },
  ],
  ['a container that is gone', { containerDefinitions: [container('app')] }],
  [
    'a role',
    {
      containerDefinitions: [container('app'), container('side')],
      taskRoleArn: 'arn:aws:iam::111111111111:role/task',
    },
  ],
])('sees %s', async (_, more) => {
  await service.deploy({ containerDefinitions: [container('app'), container('side')] });
  expect(await on.act([await artifact(file(more))])).toMatchObject({ outputVariables: { Changed: 'true' } });
});

test('takes a file that was copied from what ECS describes, in another order', async () => {
  const environment = [
    { name: 'A', value: '1' },
    { name: 'B', value: '2' },
  ];
  await service.deploy({ containerDefinitions: [container('side'), container('app', { environment })] });
  const { registeredAt, ...described } = await service.runs();
  const containerDefinitions = [
    container('app', { environment: environment.toReversed() }),
    container('side'),
  ];
  const copied = { ...described, registeredAt: `${registeredAt?.toISOString()}`, containerDefinitions };
  expect(await on.act([await artifact(copied)])).toMatchObject({ outputVariables: { Changed: 'false' } });
});

describe('refuses, before anything is changed,', () => {
  afterEach(async () => expect(await service.revisions()).toBe(1));

  test.each<[string, () => unknown, Record<string, string>, string]>([
    [
      'no JSON',
      () => '{\n  "family": "app"\n  "cpu"',
      { app: 'a' },
      'prd/taskdef.json must be JSON, got a mistake at line 3, column 3: ',
    ],
    [
      'half a file',
      () => '{\n  "family"',
      { app: 'a' },
      'prd/taskdef.json must be JSON, got a mistake at line 2, column 11: ',
    ],
    ['no object', () => '[]', { app: 'a' }, 'prd/taskdef.json must be a JSON object, got: []'],
    ['no family', () => ({ ...file(), family: 1 }), { app: 'a' }, 'family must be a text, got: 1'],
    [
      'another family',
      () => file({ family: 'other' }),
      { app: 'a' },
      'family must be that of the service, rolling-',
    ],
    [
      'no containers',
      () => file({ containerDefinitions: [] }),
      { app: 'a' },
      'containerDefinitions must be a list',
    ],
    [
      'a nameless container',
      () => file({ containerDefinitions: [{}] }),
      { app: 'a' },
      'containerDefinitions.0.name must be a text, got: {}',
    ],
    [
      'a container twice',
      () => file({ containerDefinitions: [container('app'), container('app')] }),
      { app: 'a' },
      'must have unique names, got app twice',
    ],
    [
      'an unknown field',
      () => file({ taskRole: 'x' }),
      { app: 'a' },
      'taskRole must be a field of RegisterTaskDefinition',
    ],
    [
      'an unknown container',
      () => file(),
      { app: 'a', side: 'b' },
      'name must be a container of prd/taskdef.json (app), got: side',
    ],
    [
      'a container without image',
      () => file({ containerDefinitions: [container('app'), container('side', { image: '<IMAGE2_NAME>' })] }),
      { app: 'a' },
      'containerDefinitions.1.image must be an image, or imagedefinitions.json must name one for container side, got: <IMAGE2_NAME>',
    ],
    [
      'no container of the load balancer',
      () => file({ containerDefinitions: [container('web')] }),
      { web: 'a' },
      "must have app with port 80, where the service's load balancer sends traffic to, got: no such container",
    ],
    [
      'no port of the load balancer',
      () => file({ containerDefinitions: [container('app', { portMappings: [] })] }),
      { app: 'a' },
      'got: ports none',
    ],
    [
      'a file that is too large',
      () => ' '.repeat(70_000),
      { app: 'a' },
      'prd/taskdef.json in artifact build must have at most 65536 bytes, got: 70000',
    ],
  ])('%s', async (_, given, images, message) => {
    expect(refusal(await on.act([await artifact(given(), images)]))).toContain(message);
  });

  test('an imagedefinitions.json that is larger than CodePipeline takes, but none as large', async () => {
    const of = async (length: number) =>
      refusal(
        await on.act([
          await on.artifact({ 'prd/taskdef.json': '[]', 'imagedefinitions.json': ' '.repeat(length) }),
        ]),
      );
    expect(await of(102_400)).toContain('imagedefinitions.json must be JSON, got a mistake at line 1');
    expect(await of(102_401)).toContain(
      'imagedefinitions.json in artifact build must have at most 102400 bytes, got: 102401',
    );
  });

  test('an artifact without the files, or more than one', async () => {
    const empty = await on.artifact({ 'other.txt': '' });
    expect(refusal(await on.act([empty]))).toBe(
      'Artifact build must have imagedefinitions.json at its top, got: none',
    );
    const images = { 'imagedefinitions.json': [{ name: 'app', imageUri: 'a' }] };
    expect(refusal(await on.act([await on.artifact(images)]))).toBe(
      'The input artifact must have the file prd/taskdef.json, got: none',
    );
    expect(refusal(await on.act([empty, empty]))).toContain(
      'must have one input artifact, got: build, build',
    );
  });

  test('a service that is not there, or that CodeDeploy deploys to', async () => {
    const given = await artifact(file());
    expect(refusal(await on.act([given], { parameters: { service: 'gone' } }))).toContain(
      '/gone must be ACTIVE',
    );
    const name = `shop-${on.pipeline.identity.pipeline}-prd`;
    const taskDefinition = (await service.runs()).taskDefinitionArn;
    const codeDeploys = { cluster: name, service: name };
    await new ECSClient(on.world.direct).send(new UpdateServiceCommand({ ...codeDeploys, taskDefinition }));
    expect(refusal(await on.act([given], { parameters: codeDeploys }))).toContain(
      'deploymentController must be ECS, got: CODE_DEPLOY',
    );
  });
});

test('ends the same, with one revision more, when it dies at any call and is invoked again', async () => {
  await on.act([await artifact(file(CHANGED))]);
  const { calls } = on.world.proxy;
  expect(calls).toBeGreaterThan(6);
  for (const fault of ['request lost', 'answer lost'] as const)
    for (let call = 1; call <= calls; call++) {
      await another();
      const job = on.job([await artifact(file(CHANGED))], { id: 'dies' });
      on.world.proxy.break(call, fault);
      await expect(on.invoke(job)).rejects.toThrow();
      on.world.proxy.heal();
      await on.invoke(job);
      expect(on.world.history.results).toMatchObject([{ kind: 'success', jobId: 'dies' }]);
      expect((await service.runs()).containerDefinitions).toMatchObject([
        { image: 'app:new', environment: [{ name: 'LEVEL', value: '2' }] },
      ]);
      expect(await service.revisions()).toBe(2);
    }
}, 120_000);

test('asks to be invoked again when one call fails', async () => {
  await on.act([await artifact(file(CHANGED))]);
  const calls = on.world.proxy.calls - 1;
  for (let call = 1; call <= calls; call++) {
    await another();
    const given = [await artifact(file(CHANGED))];
    on.world.proxy.break(call, 'unavailable', true);
    const waiting = await on.act(given);
    expect(waiting).toMatchObject({ continuationToken: expect.stringContaining('deadline') as string });
    const { continuationToken } = waiting as { continuationToken: string };
    expect(await on.act(given, { continuationToken })).not.toHaveProperty('continuationToken');
    expect((await service.runs()).containerDefinitions).toMatchObject([{ image: 'app:new' }]);
    expect(await service.revisions()).toBe(2);
  }
}, 120_000);
