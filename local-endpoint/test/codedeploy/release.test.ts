import { ContinueDeploymentCommand, ListDeploymentsCommand } from '@aws-sdk/client-codedeploy';
import {
  CreateRuleCommand,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ACCOUNT, advanceUntil, REGION } from '../../testing';
import { ROLE, type DeploymentFixture, createFixture, useEndpoint } from './support/fixture';

const endpoint = useEndpoint();
let fixture: DeploymentFixture;

beforeEach(async () => {
  fixture = await createFixture(endpoint());
});

const LIFECYCLE = [
  'BeforeInstall',
  'Install',
  'AfterInstall',
  'AllowTestTraffic',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AllowTraffic',
  'AfterAllowTraffic',
];

it('replaces blue by green, keeps blue for the termination wait, and then ends it', async () => {
  await fixture.group();
  const { blueTargetGroup, greenTargetGroup, productionListener, testListener } = fixture.shop;
  const id = await fixture.deploy({ description: 'release 1' });
  expect(id).toMatch(/^d-[A-Z0-9]{9}$/);
  await advanceUntil(endpoint().clock, async () =>
    Boolean((await fixture.deployment(id)).instanceTerminationWaitTimeStarted),
  );

  const waiting = await fixture.deployment(id);
  expect(waiting).toMatchObject({ status: 'InProgress', creator: 'user', description: 'release 1' });
  expect(await fixture.traffic(productionListener)).toEqual({ [greenTargetGroup]: 100 });
  expect(await fixture.traffic(testListener)).toEqual({ [greenTargetGroup]: 100 });
  expect(await fixture.targets(blueTargetGroup)).toBe(2);
  expect((await fixture.service()).taskSets?.map(({ status }) => status)).toEqual(['ACTIVE', 'PRIMARY']);
  const target = await fixture.target(id);
  expect(target.lifecycleEvents?.map(({ lifecycleEventName }) => lifecycleEventName)).toEqual(LIFECYCLE);
  expect(target.lifecycleEvents?.every(({ status }) => status === 'Succeeded')).toBe(true);
  expect(target.taskSetsInfo).toMatchObject([
    {
      taskSetLabel: 'Blue',
      trafficWeight: 0,
      status: 'ACTIVE',
      targetGroup: { name: fixture.shop.blueName },
    },
    { taskSetLabel: 'Green', trafficWeight: 100, status: 'PRIMARY', runningCount: 2 },
  ]);

  const done = await fixture.reaches(id, 'Succeeded', 'Failed', 'Stopped');
  expect(done).toMatchObject({ status: 'Succeeded', deploymentOverview: { Succeeded: 1, InProgress: 0 } });
  const waited = (done.completeTime?.getTime() ?? 0) - (target.lastUpdatedAt?.getTime() ?? 0);
  expect(waited).toBeGreaterThanOrEqual(5 * 60_000);
  const service = await fixture.service();
  expect(service.taskSets).toHaveLength(1);
  expect(service.taskSets?.[0]).toMatchObject({
    status: 'PRIMARY',
    externalId: id,
    startedBy: 'CODE_DEPLOY',
  });
  expect(service.runningCount).toBe(2);
  expect(await fixture.targets(blueTargetGroup)).toBe(0);
});

it('emits the events of a deployment as AWS does', async () => {
  await fixture.group();
  const id = await fixture.deploy();
  await fixture.reaches(id, 'Succeeded');
  const name = fixture.shop.service;
  const own = endpoint().events.filter(({ detail }) => detail['deploymentId'] === id);
  expect(own.map(({ detail }) => detail['state'])).toEqual(['START', 'SUCCESS']);
  expect(own[1]).toMatchObject({
    source: 'aws.codedeploy',
    'detail-type': 'CodeDeploy Deployment State-change Notification',
    resources: [
      `arn:aws:codedeploy:${REGION}:${ACCOUNT}:application:${name}`,
      `arn:aws:codedeploy:${REGION}:${ACCOUNT}:deploymentgroup:${name}/${name}`,
    ],
    detail: { application: name, deploymentGroup: name, region: 'ap-northeast-1', state: 'SUCCESS' },
  });
});

it('makes every call of a deployment with the service role', async () => {
  await fixture.group();
  await fixture.reaches(await fixture.deploy(), 'Succeeded');
  const operations = new Set(
    endpoint()
      .calls.filter(({ caller }) => caller.roleArn === ROLE)
      .map(({ operation }) => operation),
  );
  expect([...operations].sort()).toEqual([
    'CreateTaskSet',
    'DeleteTaskSet',
    'DescribeAlarms',
    'DescribeListeners',
    'DescribeRules',
    'DescribeServices',
    'DescribeTargetGroups',
    'ModifyListener',
    'UpdateServicePrimaryTaskSet',
  ]);
});

it('releases again, onto the target group that was left idle', async () => {
  await fixture.group();
  await fixture.reaches(await fixture.deploy(), 'Succeeded');
  const second = await fixture.deploy();
  await fixture.reaches(second, 'Succeeded');
  expect(await fixture.traffic(fixture.shop.productionListener)).toEqual({
    [fixture.shop.blueTargetGroup]: 100,
  });
  expect(await fixture.targets(fixture.shop.greenTargetGroup)).toBe(0);
  expect((await fixture.deployment(second)).previousRevision).toBeDefined();
});

it('refuses a second deployment while one is active', async () => {
  await fixture.group();
  const id = await fixture.deploy();
  await expect(fixture.deploy()).rejects.toMatchObject({
    name: 'DeploymentLimitExceededException',
    message: `The Deployment Group '${fixture.shop.service}' already has an active Deployment '${id}'`,
  });
  await fixture.reaches(id, 'Succeeded');
  const { service } = fixture.shop;
  const list = new ListDeploymentsCommand({
    applicationName: service,
    deploymentGroupName: service,
    includeOnlyStatuses: ['Succeeded'],
  });
  expect((await fixture.codeDeploy.send(list)).deployments).toEqual([id]);
});

it('shifts a tenth first and the rest after the canary interval', async () => {
  await fixture.group({ deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes' });
  const { blueTargetGroup, greenTargetGroup, productionListener } = fixture.shop;
  const id = await fixture.deploy();
  const seen = await trafficOf(id);
  expect(seen).toEqual([100, 90, 0]);
  expect(await fixture.traffic(productionListener)).toEqual({ [greenTargetGroup]: 100 });
  expect(await fixture.targets(blueTargetGroup)).toBe(0);
});

it('shifts a tenth more every minute when the configuration is linear', async () => {
  await fixture.group({ deploymentConfigName: 'CodeDeployDefault.ECSLinear10PercentEvery1Minutes' });
  const id = await fixture.deploy();
  expect(await trafficOf(id)).toEqual([100, 90, 80, 70, 60, 50, 40, 30, 20, 10, 0]);
});

it('moves rules beside the default one that forward to the pair, and leaves other rules alone', async () => {
  const { blueTargetGroup, greenTargetGroup, productionListener } = fixture.shop;
  const elb = new ElasticLoadBalancingV2Client(endpoint().client());
  const rule = (Priority: number, path: string, action: object) =>
    elb.send(
      new CreateRuleCommand({
        ListenerArn: productionListener,
        Priority,
        Conditions: [{ Field: 'path-pattern', Values: [path] }],
        Actions: [action as never],
      }),
    );
  await rule(1, '/api/*', { Type: 'forward', TargetGroupArn: blueTargetGroup });
  const fixed = {
    Type: 'fixed-response',
    FixedResponseConfig: { StatusCode: '404', ContentType: 'text/plain' },
  };
  await rule(2, '/admin/*', fixed);
  await fixture.group();
  await fixture.reaches(await fixture.deploy(), 'Succeeded');
  const { Rules } = await elb.send(new DescribeRulesCommand({ ListenerArn: productionListener }));
  const actions = Object.fromEntries(
    (Rules ?? []).map(({ Priority = '', Actions }) => [Priority, Actions?.[0]]),
  );
  const weights = [
    { TargetGroupArn: greenTargetGroup, Weight: 100 },
    { TargetGroupArn: blueTargetGroup, Weight: 0 },
  ];
  expect(actions['1']?.ForwardConfig?.TargetGroups).toEqual(weights);
  expect(actions['default']?.ForwardConfig?.TargetGroups).toEqual(weights);
  expect(actions['2']?.Type).toBe('fixed-response');
});

describe('ContinueDeployment', () => {
  const proceed = (deploymentId: string, deploymentWaitType: 'READY_WAIT' | 'TERMINATION_WAIT') =>
    fixture.codeDeploy.send(new ContinueDeploymentCommand({ deploymentId, deploymentWaitType }));

  it('ends blue before its time', async () => {
    await fixture.group();
    const id = await fixture.deploy();
    await advanceUntil(endpoint().clock, async () =>
      Boolean((await fixture.deployment(id)).instanceTerminationWaitTimeStarted),
    );
    const before = endpoint().clock.now().getTime();
    await proceed(id, 'TERMINATION_WAIT');
    await advanceUntil(
      endpoint().clock,
      async () => (await fixture.deployment(id)).status === 'Succeeded',
      0,
    );
    expect(endpoint().clock.now().getTime()).toBe(before);
    expect((await fixture.service()).taskSets).toHaveLength(1);
  });

  it('moves the traffic where the group waits for it', async () => {
    await fixture.group(readyWait(60));
    const id = await fixture.deploy();
    await fixture.reaches(id, 'Ready');
    expect(await fixture.traffic(fixture.shop.productionListener)).toEqual({
      [fixture.shop.blueTargetGroup]: 100,
    });
    expect(await fixture.traffic(fixture.shop.testListener)).toEqual({
      [fixture.shop.greenTargetGroup]: 100,
    });
    await expect(proceed(id, 'TERMINATION_WAIT')).rejects.toMatchObject({
      name: 'DeploymentIsNotInReadyStateException',
    });
    await proceed(id, 'READY_WAIT');
    await fixture.reaches(id, 'Succeeded');
    const states = endpoint().events.map(({ detail }) => detail['state']);
    expect(states).toEqual(['START', 'READY', 'SUCCESS']);
    await expect(proceed(id, 'READY_WAIT')).rejects.toMatchObject({
      name: 'DeploymentAlreadyCompletedException',
    });
  });

  it('that is never called stops the deployment', async () => {
    await fixture.group(readyWait(10));
    const id = await fixture.deploy();
    const stopped = await fixture.reaches(id, 'Stopped', 'Failed', 'Succeeded');
    expect(stopped).toMatchObject({
      status: 'Stopped',
      errorInformation: {
        code: 'TIMEOUT',
        message:
          'The deployment timed out while waiting for a notification to continue. This time out period is 10 minutes.',
      },
    });
    await fixture.reaches(stopped.rollbackInfo?.rollbackDeploymentId ?? '', 'Succeeded');
    await fixture.expectBlueServes();
  });

  const readyWait = (waitTimeInMinutes: number) => ({
    blueGreenDeploymentConfiguration: {
      deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT' as const, waitTimeInMinutes },
      terminateBlueInstancesOnDeploymentSuccess: {
        action: 'TERMINATE' as const,
        terminationWaitTimeInMinutes: 0,
      },
    },
  });
});

/** The percentages of the production traffic that blue had, one after the other, until the deployment ended. */
async function trafficOf(id: string): Promise<number[]> {
  const seen: number[] = [];
  await advanceUntil(endpoint().clock, async () => {
    const blue = (await fixture.traffic(fixture.shop.productionListener))[fixture.shop.blueTargetGroup] ?? 0;
    if (seen.at(-1) !== blue) seen.push(blue);
    return (await fixture.deployment(id)).status === 'Succeeded';
  });
  return seen;
}
