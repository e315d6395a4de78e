import { CreateSubnetCommand, CreateVpcCommand } from '@aws-sdk/client-ec2';
import {
  CreateRuleCommand,
  CreateTargetGroupCommand,
  ModifyRuleCommand,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { REGION } from '@pipeline-factory/local-endpoint/testing';
import type { FleetHarness } from '../harness/fleet-harness';
import { fleetHarness } from '../harness/fleet-harness';
import { failureOf, release } from '../harness/fleet-release';

const harness = fleetHarness();

/** Something that AWS has otherwise than a release needs it, where a group serves. */
interface Case {
  readonly name: string;
  readonly arrange: (harness: FleetHarness) => Promise<void>;
  /** The action that refuses it. @default green */
  readonly action?: 'version' | 'green';
  /** The field and the value, in the failure. */
  readonly failure: RegExp;
}

async function setRule(
  { fleet }: FleetHarness,
  targets: readonly (readonly [arn: string, weight: number])[],
  stickySeconds?: number,
): Promise<void> {
  const TargetGroups = targets.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight }));
  const sticky = stickySeconds !== undefined && {
    TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: stickySeconds },
  };
  const ForwardConfig = { TargetGroups, ...sticky };
  await fleet.clients.elb.send(
    new ModifyRuleCommand({
      RuleArn: fleet.balancer.listenerRule,
      Actions: [{ Type: 'forward', ForwardConfig }],
    }),
  );
}

const attribute =
  (Key: string, Value: string) =>
  async ({ fleet }: FleetHarness): Promise<void> => {
    const [TargetGroupArn] = fleet.balancer.targetGroups;
    await fleet.clients.elb.send(
      new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes: [{ Key, Value }] }),
    );
  };

/** Has another target group take the place of the idle one, in the rule and in the settings. */
const otherTargetGroup =
  (change: { readonly Port?: number; readonly VpcId?: string }) => async (given: FleetHarness) => {
    const { fleet } = given;
    const { weights } = await fleet.look();
    const serving = fleet.balancer.targetGroups[weights[0] === 100 ? 0 : 1];
    const request = { VpcId: given.network.vpc, Protocol: 'HTTP', Port: 8080, ...change } as const;
    const { TargetGroups } = await fleet.clients.elb.send(
      new CreateTargetGroupCommand({ ...request, Name: fleet.name.slice(5, 20), TargetType: 'instance' }),
    );
    const idle = TargetGroups?.[0]?.TargetGroupArn ?? '';
    await setRule(given, [
      [serving, 100],
      [idle, 0],
    ]);
    await fleet.configure({ traffic: { targetGroups: [serving, idle] } });
  };

async function subnet({ fleet }: FleetHarness, vpc: string, block: string): Promise<string> {
  const request = { VpcId: vpc, CidrBlock: block, AvailabilityZone: `${REGION}a` };
  return (await fleet.clients.ec2.send(new CreateSubnetCommand(request))).Subnet?.SubnetId ?? '';
}

const CASES: readonly Case[] = [
  {
    name: 'a rule that forwards to one target group',
    arrange: (given) => setRule(given, [[given.fleet.balancer.targetGroups[1], 100]]),
    failure:
      /^Listener rule \S+ must forward to exactly \S+ and \S+, got: \S+-b\/\w+; add the other one with weight 0: .*-a\/\w+", "Weight": 0\}/,
  },
  {
    name: 'a rule with target group stickiness',
    arrange: (given) => {
      const [a, b] = given.fleet.balancer.targetGroups;
      const targets = [[a, 0] as const, [b, 100] as const];
      return setRule(given, targets, 600);
    },
    failure: /^Listener rule \S+ must have no target group stickiness, .*, got: 600 seconds/,
  },
  {
    name: 'a rule with another action',
    arrange: async ({ fleet }) => {
      const Actions = [{ Type: 'fixed-response' as const, FixedResponseConfig: { StatusCode: '503' } }];
      await fleet.clients.elb.send(new ModifyRuleCommand({ RuleArn: fleet.balancer.listenerRule, Actions }));
    },
    failure: /^Listener rule \S+ must have one action, forward, got: fixed-response/,
  },
  {
    name: 'a rule that is gone',
    arrange: ({ fleet }) =>
      fleet.configure({
        traffic: { listenerRule: fleet.balancer.listenerRule.replace(/[^/]+$/, '0123456789abcdef') },
      }),
    failure: /^Listener rule \S+ must exist, got: no such rule/,
  },
  {
    name: 'another deregistration delay',
    arrange: attribute('deregistration_delay.timeout_seconds', '7'),
    failure:
      /^Target groups \S+ and \S+ must have the same deregistration_delay.timeout_seconds, got: 7 and 30/,
  },
  {
    name: 'another stickiness',
    arrange: attribute('stickiness.enabled', 'true'),
    failure: /must have the same stickiness.enabled, got: true and false/,
  },
  {
    name: 'another slow start',
    arrange: attribute('slow_start.duration_seconds', '30'),
    failure: /must have the same slow_start.duration_seconds, got: 30 and 0/,
  },
  {
    name: 'a target group of another port',
    arrange: otherTargetGroup({ Port: 9090 }),
    failure: /must have the same Port, got: 8080 and 9090/,
  },
  {
    name: 'target groups behind another rule',
    arrange: async ({ fleet }) => {
      const { listener: ListenerArn, targetGroups } = fleet.balancer;
      await fleet.clients.elb.send(
        new CreateRuleCommand({
          ...{ ListenerArn, Priority: 2 },
          Conditions: [{ Field: 'path-pattern', Values: ['/other'] }],
          Actions: [{ Type: 'forward', TargetGroupArn: targetGroups[1] }],
        }),
      );
    },
    failure: /must be behind no other rule, whose traffic would not move, got: \S+:listener-rule\//,
  },
  {
    name: 'subnets in one zone',
    arrange: async (given) => {
      const [first = ''] = given.network.subnets;
      const second = await subnet(given, given.network.vpc, '10.9.128.0/24');
      await given.fleet.configure({ group: { subnets: [first, second] } });
    },
    action: 'version',
    failure: /^fleet.subnets must be in at least 2 zones, .*, got: subnet-\w+ in \S+a, subnet-\w+ in \S+a/,
  },
  {
    name: 'subnets in another VPC than the target groups',
    arrange: async (given) => {
      const { Vpc } = await given.fleet.clients.ec2.send(new CreateVpcCommand({ CidrBlock: '10.8.0.0/16' }));
      const other = await subnet(given, Vpc?.VpcId ?? '', '10.8.0.0/24');
      await given.fleet.configure({ group: { subnets: [given.network.subnets[1] ?? '', other] } });
    },
    action: 'version',
    failure:
      /^fleet.subnets must be in vpc-\w+, the VPC of the target groups, got: subnet-\w+ in vpc-\w+, subnet-\w+ in vpc-/,
  },
  {
    name: 'subnets that do not exist',
    arrange: ({ fleet }) => fleet.configure({ group: { subnets: ['subnet-0aaaaaaa', 'subnet-0bbbbbbb'] } }),
    action: 'version',
    failure: /^fleet.subnets must be subnets that exist, got: subnet-0aaaaaaa, subnet-0bbbbbbb/,
  },
];

test.each(CASES)('refuses $name before anything is made', async ({ arrange, action = 'green', failure }) => {
  const { fleet } = harness;
  await release(harness, 'e1000000', await fleet.image());
  await arrange(harness);
  const before = await fleet.look();
  const played = await release(harness, 'e2000000', await fleet.image());
  expect(failureOf(played[action] ?? played.version)).toMatch(failure);
  const after = await fleet.look();
  const changed = { ...before.parameters, 'ami-id': 'new', 'launch-template': 'new' };
  expect(after.groups).toEqual(before.groups);
  expect(after.weights).toEqual(before.weights);
  expect({ ...after.parameters, 'ami-id': 'new', 'launch-template': 'new' }).toEqual(changed);
});
