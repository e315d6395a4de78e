import {
  type Action,
  CreateListenerCommand,
  CreateRuleCommand,
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  DeleteRuleCommand,
  DeleteTargetGroupCommand,
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  ModifyRuleCommand,
  type Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { elasticLoadBalancing } from '../../services/elasticloadbalancing/service';
import { startTestEndpoint, type TestEndpoint } from '../../testing';
import { createFleet, type Fleet } from './support/fleet';

let endpoint: TestEndpoint;
let fleet: Fleet;
let blue: string;
let green: string;

beforeAll(async () => {
  endpoint = await startTestEndpoint({ services: [elasticLoadBalancing] });
});

afterAll(() => endpoint.close());

beforeEach(async () => {
  fleet = await createFleet(endpoint.client());
  [blue, green] = [await fleet.targetGroup(), await fleet.targetGroup()];
});

describe('the weights of a rule', () => {
  it('move traffic, with the stickiness of target groups kept as it is given', async () => {
    const RuleArn = await fleet.rule({ [blue]: 100, [green]: 0 });
    expect(await actionOf(RuleArn)).toEqual({
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: blue, Weight: 100 },
          { TargetGroupArn: green, Weight: 0 },
        ],
        TargetGroupStickinessConfig: { Enabled: false },
      },
    });
    const ForwardConfig = {
      TargetGroups: [
        { TargetGroupArn: blue, Weight: 90 },
        { TargetGroupArn: green, Weight: 10 },
      ],
      TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 600 },
    };
    const { Rules } = await modify(RuleArn, { Type: 'forward', ForwardConfig });
    expect(Rules?.[0]).toMatchObject({ RuleArn, IsDefault: false, Priority: '1' });
    expect(Rules?.[0]?.Conditions).toHaveLength(1);
    expect(await actionOf(RuleArn)).toEqual({ Type: 'forward', ForwardConfig });
  });

  it('have two forms where there is a single target group', async () => {
    const both = {
      Type: 'forward',
      TargetGroupArn: blue,
      ForwardConfig: {
        TargetGroups: [{ TargetGroupArn: blue, Weight: 1 }],
        TargetGroupStickinessConfig: { Enabled: false },
      },
    };
    const RuleArn = await fleet.rule({ [blue]: 1 });
    expect(await actionOf(RuleArn)).toEqual(both);
    await modify(RuleArn, { Type: 'forward', TargetGroupArn: blue });
    expect(await actionOf(RuleArn)).toEqual(both);
    await modify(RuleArn, both as Action);
    expect(await actionOf(RuleArn)).toEqual(both);
    await fleet.elb.send(
      new ModifyListenerCommand({
        ListenerArn: fleet.listener,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: blue }],
      }),
    );
    const { Listeners } = await fleet.elb.send(
      new DescribeListenersCommand({ ListenerArns: [fleet.listener] }),
    );
    expect(Listeners?.[0]?.DefaultActions).toEqual([both]);
  });

  interface Refused {
    readonly what: string;
    readonly action: () => Action | Promise<Action>;
    readonly message: string;
  }
  const forward = (...TargetGroups: { TargetGroupArn: string; Weight?: number }[]): Action => ({
    Type: 'forward',
    ForwardConfig: { TargetGroups },
  });
  const WEIGHT = 'The weight for each target group must be between 0 and 999, inclusive';
  it.each<Refused>([
    {
      what: 'a weight above 999',
      action: () => forward({ TargetGroupArn: blue, Weight: 1_000 }, { TargetGroupArn: green, Weight: 0 }),
      message: WEIGHT,
    },
    {
      what: 'a weight below 0',
      action: () => forward({ TargetGroupArn: blue, Weight: -1 }),
      message: WEIGHT,
    },
    {
      what: 'several target groups without weights',
      action: () => forward({ TargetGroupArn: blue, Weight: 1 }, { TargetGroupArn: green }),
      message: WEIGHT,
    },
    {
      what: 'one target group twice',
      action: () => forward({ TargetGroupArn: blue, Weight: 1 }, { TargetGroupArn: blue, Weight: 2 }),
      message: 'only once',
    },
    {
      what: 'six target groups',
      action: async () => {
        const arns = await Promise.all([1, 2, 3, 4, 5, 6].map(() => fleet.targetGroup()));
        return forward(...arns.map((TargetGroupArn) => ({ TargetGroupArn, Weight: 1 })));
      },
      message: "cannot forward to more than '5' target groups, got: 6",
    },
    {
      what: 'two forms that differ',
      action: () => ({ ...forward({ TargetGroupArn: blue, Weight: 1 }), TargetGroupArn: green }),
      message: 'both a target group ARN and a forward config',
    },
    {
      what: 'stickiness without a duration',
      action: () => ({
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: [{ TargetGroupArn: blue }],
          TargetGroupStickinessConfig: { Enabled: true },
        },
      }),
      message: 'between 1 and 604800 seconds',
    },
    { what: 'no target group', action: () => ({ Type: 'forward' }), message: 'must be specified' },
  ])('are refused: $what', async ({ action, message }) => {
    const RuleArn = await fleet.rule({ [blue]: 100, [green]: 0 });
    const before = await actionOf(RuleArn);
    const Actions = [await action()];
    const refused = { name: 'ValidationError', message: expect.stringContaining(message) as string };
    await expect(modify(RuleArn, ...Actions)).rejects.toMatchObject(refused);
    const listener = new ModifyListenerCommand({ ListenerArn: fleet.listener, DefaultActions: Actions });
    await expect(fleet.elb.send(listener)).rejects.toMatchObject(refused);
    expect(await actionOf(RuleArn)).toEqual(before);
  });

  it('are refused for a target group that does not exist', async () => {
    const RuleArn = await fleet.rule({ [blue]: 1 });
    const gone = { Type: 'forward', TargetGroupArn: `${green}0` } as const;
    await expect(modify(RuleArn, gone)).rejects.toMatchObject({ name: 'TargetGroupNotFoundException' });
    await expect(create(9, gone)).rejects.toMatchObject({ name: 'TargetGroupNotFoundException' });
  });

  it('are refused for a target group of another load balancer, until that one has let it go', async () => {
    const other = await createFleet(endpoint.client());
    const rule = await other.rule({ [green]: 0, [await other.targetGroup()]: 1 });
    const RuleArn = await fleet.rule({ [blue]: 1 });
    const action: Action = { Type: 'forward', TargetGroupArn: green };
    const refused = {
      name: 'TargetGroupAssociationLimitException',
      message: `The following target groups cannot be associated with more than one load balancer: ${green}`,
    };
    await expect(modify(RuleArn, action)).rejects.toMatchObject(refused);
    await expect(create(9, action)).rejects.toMatchObject(refused);
    await expect(
      fleet.elb.send(
        new CreateListenerCommand({
          LoadBalancerArn: fleet.loadBalancer,
          ...{ Port: 81, Protocol: 'HTTP', DefaultActions: [action] },
        }),
      ),
    ).rejects.toMatchObject(refused);
    await fleet.elb.send(new DeleteRuleCommand({ RuleArn: rule }));
    await expect(modify(RuleArn, action)).resolves.toBeDefined();
  });
});

describe('a rule', () => {
  it('has a priority of its own, from 1 to 50,000', async () => {
    await fleet.rule({ [blue]: 1 });
    const action: Action = { Type: 'forward', TargetGroupArn: blue };
    await expect(create(1, action)).rejects.toMatchObject({
      name: 'PriorityInUseException',
      message: "Priority '1' is currently in use",
    });
    await expect(create(50_001, action)).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('that is the default is changed with its listener only', async () => {
    const { Rules = [] } = await fleet.elb.send(new DescribeRulesCommand({ ListenerArn: fleet.listener }));
    const RuleArn = Rules.find(({ IsDefault }) => IsDefault)?.RuleArn ?? '';
    await expect(modify(RuleArn, { Type: 'forward', TargetGroupArn: blue })).rejects.toMatchObject({
      name: 'OperationNotPermittedException',
      message: `Default rule '${RuleArn}' cannot be modified`,
    });
    await expect(fleet.elb.send(new DeleteRuleCommand({ RuleArn }))).rejects.toMatchObject({
      name: 'OperationNotPermittedException',
      message: `Default rule '${RuleArn}' cannot be deleted`,
    });
  });

  it('that does not exist is neither described, modified nor deleted', async () => {
    const RuleArn = await fleet.rule({ [blue]: 1 });
    await fleet.elb.send(new DeleteRuleCommand({ RuleArn }));
    const refused = { name: 'RuleNotFoundException', message: 'One or more rules not found' };
    await expect(rule(RuleArn)).rejects.toMatchObject(refused);
    await expect(modify(RuleArn, { Type: 'forward', TargetGroupArn: blue })).rejects.toMatchObject(refused);
    await expect(fleet.elb.send(new DeleteRuleCommand({ RuleArn }))).rejects.toMatchObject(refused);
  });
});

describe('a target group that is used', () => {
  it('is not deleted until nothing uses it', async () => {
    const RuleArn = await fleet.rule({ [blue]: 100, [green]: 0 });
    const deletion = () => fleet.elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: green }));
    await expect(deletion()).rejects.toMatchObject({
      name: 'ResourceInUseException',
      message: `Target group '${green}' is currently in use by a listener or a rule`,
    });
    await modify(RuleArn, { Type: 'forward', TargetGroupArn: blue });
    await expect(deletion()).resolves.toBeDefined();
  });

  it('names the load balancer that uses it now', async () => {
    const RuleArn = await fleet.rule({ [blue]: 1 });
    expect([await usersOf(blue), await usersOf(green)]).toEqual([[fleet.loadBalancer], []]);
    await modify(RuleArn, { Type: 'forward', TargetGroupArn: green });
    expect([await usersOf(blue), await usersOf(green)]).toEqual([[], [fleet.loadBalancer]]);
    const { TargetGroups } = await fleet.elb.send(
      new DescribeTargetGroupsCommand({ LoadBalancerArn: fleet.loadBalancer }),
    );
    expect(TargetGroups?.map(({ TargetGroupArn }) => TargetGroupArn)).toEqual([green]);
    await fleet.elb.send(new DeleteListenerCommand({ ListenerArn: fleet.listener }));
    expect(await usersOf(green)).toEqual([]);
  });

  it('is used no more when the load balancer is deleted', async () => {
    await fleet.rule({ [blue]: 1 });
    await fleet.elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: fleet.loadBalancer }));
    expect(await usersOf(blue)).toEqual([]);
    await expect(
      fleet.elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: blue })),
    ).resolves.toBeDefined();
  });

  it('is known to an endpoint that is started later', async () => {
    await fleet.rule({ [blue]: 1, [green]: 0 });
    const later = await startTestEndpoint({ services: [elasticLoadBalancing] });
    try {
      const { TargetGroups } = await new ElasticLoadBalancingV2Client(later.client()).send(
        new DescribeTargetGroupsCommand({ TargetGroupArns: [green] }),
      );
      expect(TargetGroups?.[0]?.LoadBalancerArns).toEqual([fleet.loadBalancer]);
    } finally {
      await later.close();
    }
  });
});

async function rule(RuleArn: string): Promise<Rule> {
  const { Rules } = await fleet.elb.send(new DescribeRulesCommand({ RuleArns: [RuleArn] }));
  return Rules?.[0] ?? {};
}

async function actionOf(RuleArn: string): Promise<Action | undefined> {
  const { Actions } = await rule(RuleArn);
  expect(Actions).toHaveLength(1);
  return Actions?.[0];
}

const modify = (RuleArn: string, ...Actions: Action[]) =>
  fleet.elb.send(new ModifyRuleCommand({ RuleArn, Actions }));

const create = (Priority: number, ...Actions: Action[]) =>
  fleet.elb.send(
    new CreateRuleCommand({
      ListenerArn: fleet.listener,
      Priority,
      Actions,
      Conditions: [{ Field: 'path-pattern', Values: ['/*'] }],
    }),
  );

async function usersOf(TargetGroupArn: string): Promise<string[]> {
  const { TargetGroups } = await fleet.elb.send(
    new DescribeTargetGroupsCommand({ TargetGroupArns: [TargetGroupArn] }),
  );
  return TargetGroups?.[0]?.LoadBalancerArns ?? [];
}
