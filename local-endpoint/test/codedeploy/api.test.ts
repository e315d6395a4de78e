import {
  BatchGetApplicationsCommand,
  BatchGetDeploymentsCommand,
  BatchGetDeploymentTargetsCommand,
  CreateApplicationCommand,
  CreateDeploymentConfigCommand,
  CreateDeploymentGroupCommand,
  DeleteApplicationCommand,
  DeleteDeploymentConfigCommand,
  GetApplicationCommand,
  GetApplicationRevisionCommand,
  GetDeploymentCommand,
  GetDeploymentConfigCommand,
  GetDeploymentGroupCommand,
  GetDeploymentTargetCommand,
  ListApplicationRevisionsCommand,
  ListApplicationsCommand,
  ListDeploymentConfigsCommand,
  ListDeploymentsCommand,
  ListDeploymentTargetsCommand,
  ListGitHubAccountTokenNamesCommand,
  ListTagsForResourceCommand,
  RegisterApplicationRevisionCommand,
  TagResourceCommand,
  type TrafficRoutingConfig,
  UntagResourceCommand,
} from '@aws-sdk/client-codedeploy';
import { ACCOUNT, REGION } from '../../testing';
import { appSpec, groupInput, type DeploymentFixture, createFixture, useEndpoint } from './support/fixture';

const endpoint = useEndpoint();
let fixture: DeploymentFixture;
let name: string;
const send: DeploymentFixture['codeDeploy']['send'] = ((command: never) =>
  fixture.codeDeploy.send(command)) as never;

beforeEach(async () => {
  fixture = await createFixture(endpoint());
  name = fixture.shop.service;
});

describe('an application', () => {
  it('is created, found, listed and deleted', async () => {
    const created = await send(
      new CreateApplicationCommand({ applicationName: name, computePlatform: 'ECS' }),
    );
    const { application } = await send(new GetApplicationCommand({ applicationName: name }));
    expect(application).toMatchObject({ applicationId: created.applicationId, computePlatform: 'ECS' });
    expect((await send(new ListApplicationsCommand({}))).applications).toContain(name);
    const batch = await send(new BatchGetApplicationsCommand({ applicationNames: [name] }));
    expect(batch.applicationsInfo).toHaveLength(1);
    await expect(send(new CreateApplicationCommand({ applicationName: name }))).rejects.toMatchObject({
      name: 'ApplicationAlreadyExistsException',
    });
    await send(new DeleteApplicationCommand({ applicationName: name }));
    await expect(send(new GetApplicationCommand({ applicationName: name }))).rejects.toMatchObject({
      name: 'ApplicationDoesNotExistException',
      message: `No application found for name: ${name}`,
    });
    await send(new DeleteApplicationCommand({ applicationName: name }));
  });

  it('of another compute platform can have no deployment groups', async () => {
    await send(new CreateApplicationCommand({ applicationName: name, computePlatform: 'Server' }));
    await expect(send(new CreateDeploymentGroupCommand(groupInput(fixture.shop)))).rejects.toThrow(
      'codedeploy:CreateDeploymentGroup with computePlatform Server is not supported by the local endpoint',
    );
  });
});

describe('a deployment configuration', () => {
  it('that AWS predefines exists from the start and cannot be deleted', async () => {
    const { deploymentConfigsList } = await send(new ListDeploymentConfigsCommand({}));
    expect(deploymentConfigsList).toEqual(
      expect.arrayContaining([
        'CodeDeployDefault.ECSAllAtOnce',
        'CodeDeployDefault.ECSCanary10Percent15Minutes',
        'CodeDeployDefault.ECSCanary10Percent5Minutes',
        'CodeDeployDefault.ECSLinear10PercentEvery1Minutes',
        'CodeDeployDefault.ECSLinear10PercentEvery3Minutes',
      ]),
    );
    const deploymentConfigName = 'CodeDeployDefault.ECSAllAtOnce';
    await expect(send(new DeleteDeploymentConfigCommand({ deploymentConfigName }))).rejects.toMatchObject({
      name: 'InvalidOperationException',
    });
  });

  it('that was created is used, and cannot be deleted while it is', async () => {
    const deploymentConfigName = `${name}-half`;
    const timeBasedCanary = { canaryPercentage: 50, canaryInterval: 1 };
    const trafficRoutingConfig = { type: 'TimeBasedCanary' as const, timeBasedCanary };
    await send(
      new CreateDeploymentConfigCommand({
        deploymentConfigName,
        computePlatform: 'ECS',
        trafficRoutingConfig,
      }),
    );
    const found = await send(new GetDeploymentConfigCommand({ deploymentConfigName }));
    expect(found.deploymentConfigInfo?.trafficRoutingConfig).toEqual(trafficRoutingConfig);
    await fixture.group({ deploymentConfigName });
    const remove = new DeleteDeploymentConfigCommand({ deploymentConfigName });
    await expect(send(remove)).rejects.toMatchObject({ name: 'DeploymentConfigInUseException' });
    await fixture.reaches(await fixture.deploy(), 'Succeeded');
    await send(new DeleteApplicationCommand({ applicationName: name }));
    await send(remove);
  });

  const invalid: { what: string; trafficRoutingConfig: TrafficRoutingConfig }[] = [
    { what: 'no percentage and no interval', trafficRoutingConfig: { type: 'TimeBasedLinear' } },
    {
      what: 'a percentage over 99',
      trafficRoutingConfig: {
        type: 'TimeBasedCanary',
        timeBasedCanary: { canaryPercentage: 100, canaryInterval: 5 },
      },
    },
    {
      what: 'an interval over two days',
      trafficRoutingConfig: {
        type: 'TimeBasedLinear',
        timeBasedLinear: { linearPercentage: 10, linearInterval: 2881 },
      },
    },
  ];

  it.each(invalid)('is refused with $what', async ({ trafficRoutingConfig }) => {
    const input = { deploymentConfigName: 'wrong', computePlatform: 'ECS' as const, trafficRoutingConfig };
    await expect(send(new CreateDeploymentConfigCommand(input))).rejects.toMatchObject({
      name: 'InvalidTrafficRoutingConfigurationException',
    });
  });
});

describe('a revision', () => {
  const revision = (content: string) => ({
    revisionType: 'AppSpecContent' as const,
    appSpecContent: { content },
  });

  it('is registered by a deployment, which itself returns only its hash', async () => {
    await fixture.group();
    const content = appSpec(fixture.shop.firstTaskDefinition);
    const id = await fixture.deploy({ revision: revision(content) });
    const described = (await fixture.deployment(id)).revision;
    expect(described?.appSpecContent?.content).toBeUndefined();
    expect(described?.appSpecContent?.sha256).toMatch(/^[0-9a-f]{64}$/);
    const found = await send(
      new GetApplicationRevisionCommand({ applicationName: name, revision: described }),
    );
    expect(found.revision?.appSpecContent?.content).toBe(content);
    await fixture.reaches(id, 'Succeeded');
    const { revisions } = await send(new ListApplicationRevisionsCommand({ applicationName: name }));
    expect(revisions).toEqual([described]);
    const { deploymentGroupInfo } = await send(
      new GetDeploymentGroupCommand({ applicationName: name, deploymentGroupName: name }),
    );
    expect(deploymentGroupInfo?.targetRevision).toEqual(described);
    expect(deploymentGroupInfo?.lastSuccessfulDeployment?.deploymentId).toBe(id);
  });

  it('that is no AppSpec file is refused before anything happens', async () => {
    await fixture.group();
    await expect(fixture.deploy({ revision: revision('version: 0.0') })).rejects.toMatchObject({
      name: 'InvalidRevisionException',
    });
    await expect(
      send(new RegisterApplicationRevisionCommand({ applicationName: name, revision: revision('{}') })),
    ).rejects.toMatchObject({ name: 'InvalidRevisionException' });
    await expect(fixture.deploy({ revision: { revisionType: 'GitHub' } })).rejects.toThrow(
      'A CodeDeploy revision of type GitHub is not supported by the local endpoint: use AppSpecContent or String',
    );
    expect((await send(new ListApplicationRevisionsCommand({ applicationName: name }))).revisions).toEqual(
      [],
    );
    const deployments = await send(
      new ListDeploymentsCommand({ applicationName: name, deploymentGroupName: name }),
    );
    expect(deployments.deployments).toEqual([]);
  });
});

describe('a deployment', () => {
  it('is found with its one target, alone and among others', async () => {
    await fixture.group();
    const deploymentId = await fixture.deploy();
    const { targetIds } = await send(new ListDeploymentTargetsCommand({ deploymentId }));
    expect(targetIds).toEqual([`${name}:${name}`]);
    const targets = await send(new BatchGetDeploymentTargetsCommand({ deploymentId, targetIds }));
    expect(targets.deploymentTargets?.[0]).toMatchObject({
      deploymentTargetType: 'ECSTarget',
      ecsTarget: { targetArn: `arn:aws:ecs:${REGION}:${ACCOUNT}:service/${name}/${name}` },
    });
    const batch = await send(new BatchGetDeploymentsCommand({ deploymentIds: [deploymentId] }));
    expect(batch.deploymentsInfo?.[0]?.deploymentId).toBe(deploymentId);
    const wrong = new GetDeploymentTargetCommand({ deploymentId, targetId: 'x:y' });
    await expect(send(wrong)).rejects.toMatchObject({ name: 'DeploymentTargetDoesNotExistException' });
    await fixture.reaches(deploymentId, 'Succeeded');
  });

  it('that does not exist is answered with AWS’s errors', async () => {
    await expect(send(new GetDeploymentCommand({ deploymentId: 'd-ABCDEFGHI' }))).rejects.toMatchObject({
      name: 'DeploymentDoesNotExistException',
    });
    await expect(send(new GetDeploymentCommand({ deploymentId: 'nonsense' }))).rejects.toMatchObject({
      name: 'InvalidDeploymentIdException',
    });
  });
});

it('keeps tags of applications and groups', async () => {
  const tags = [{ Key: 'team', Value: 'shop' }];
  await send(new CreateApplicationCommand({ applicationName: name, computePlatform: 'ECS', tags }));
  const ResourceArn = `arn:aws:codedeploy:${REGION}:${ACCOUNT}:application:${name}`;
  await send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'cost', Value: '1' }] }));
  await send(new UntagResourceCommand({ ResourceArn, TagKeys: ['team'] }));
  const { Tags } = await send(new ListTagsForResourceCommand({ ResourceArn }));
  expect(Tags).toEqual([{ Key: 'cost', Value: '1' }]);
  const wrong = new ListTagsForResourceCommand({ ResourceArn: `${ResourceArn}-missing` });
  await expect(send(wrong)).rejects.toMatchObject({ name: 'ApplicationDoesNotExistException' });
});

it('refuses an operation that it does not have by its name', async () => {
  await expect(send(new ListGitHubAccountTokenNamesCommand({}))).rejects.toThrow(
    'ListGitHubAccountTokenNames',
  );
});
