import {
  type Action,
  DescribeRulesCommand,
  type ElasticLoadBalancingV2Client,
  ModifyRuleCommand,
  type Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TrafficSettings } from '../contract/fleet-settings';
import { ConfigurationError } from '../errors';

/** Where a listener rule sends traffic to: percent by ARN of each of the two target groups. */
export type Traffic = Readonly<Record<string, number>>;

type TwoTargetGroups = Pick<TrafficSettings, 'listenerRule' | 'targetGroups'>;

/**
 * Reads where the traffic goes.
 * @throws ConfigurationError where the rule does anything else than forward to the two target groups: whatever else it
 * does would be lost when its weights change
 */
export async function readTraffic(
  elb: ElasticLoadBalancingV2Client,
  { listenerRule, targetGroups }: TwoTargetGroups,
): Promise<Traffic> {
  return weightsOf(await readRule(elb, listenerRule), listenerRule, targetGroups);
}

/** @throws ConfigurationError where there is none */
async function readRule(elb: ElasticLoadBalancingV2Client, arn: string): Promise<Rule> {
  const { Rules = [] } = await elb
    .send(new DescribeRulesCommand({ RuleArns: [arn] }))
    .catch((error: Error) => {
      if (!error.name.startsWith('RuleNotFound')) throw error;
      return { Rules: [] };
    });
  if (!Rules[0]) throw new ConfigurationError(`Listener rule ${arn} must exist, got: no such rule`);
  return Rules[0];
}

function weightsOf(
  { Actions = [] }: Rule,
  listenerRule: string,
  targetGroups: readonly [string, string],
): Traffic {
  const [action, ...others] = Actions;
  if (action?.Type !== 'forward' || others.length > 0)
    throw refused(listenerRule, 'have one action, forward', Actions.map(({ Type }) => Type).join(', '));
  const { TargetGroups = [], TargetGroupStickinessConfig: sticky } = action.ForwardConfig ?? {};
  const forwarded = TargetGroups.map(({ TargetGroupArn = '' }) => TargetGroupArn);
  if (forwarded.length !== 2 || !targetGroups.every((one) => forwarded.includes(one)))
    throw refused(
      listenerRule,
      `forward to exactly ${targetGroups.join(' and ')}`,
      `${forwarded.join(', ')}${howToAdd(targetGroups, forwarded)}`,
    );
  if (sticky?.Enabled)
    throw refused(
      listenerRule,
      'have no target group stickiness, by which clients stay with the group that is replaced',
      `${sticky.DurationSeconds} seconds`,
    );
  const total = TargetGroups.reduce((sum, { Weight = 0 }) => sum + Weight, 0);
  return Object.fromEntries(
    TargetGroups.map(({ TargetGroupArn = '', Weight = 0 }) => [
      TargetGroupArn,
      total === 0 ? 0 : (100 * Weight) / total,
    ]),
  );
}

/** What to do about a rule that forwards to one of the two only, which is what a fleet has before it is adopted. */
function howToAdd(targetGroups: readonly [string, string], forwarded: readonly string[]): string {
  const [first, ...others] = forwarded;
  const second = targetGroups.find((one) => one !== first);
  if (!first || !second || others.length > 0 || !targetGroups.includes(first)) return '';
  return `; add the other one with weight 0: "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": "${first}", "Weight": 100}, {"TargetGroupArn": "${second}", "Weight": 0}]} as action of aws elbv2 modify-rule`;
}

/** Gives a target group its percent of the traffic, and the other one the rest, in one call. */
export async function moveTraffic(
  elb: ElasticLoadBalancingV2Client,
  { listenerRule, targetGroups }: TwoTargetGroups,
  targetGroup: string,
  percent: number,
): Promise<void> {
  const TargetGroups = targetGroups.map((TargetGroupArn) => ({
    TargetGroupArn,
    Weight: TargetGroupArn === targetGroup ? percent : 100 - percent,
  }));
  const ForwardConfig = { TargetGroups, TargetGroupStickinessConfig: { Enabled: false } };
  await elb.send(
    new ModifyRuleCommand({ RuleArn: listenerRule, Actions: [{ Type: 'forward', ForwardConfig }] }),
  );
}

/**
 * Points a rule of the test listener at one target group, unless it is already.
 * @throws ConfigurationError where the rule does anything else than forward
 */
export async function pointTestRule(
  elb: ElasticLoadBalancingV2Client,
  testListenerRule: string,
  targetGroup: string,
): Promise<void> {
  const actions = await readTestRule(elb, testListenerRule);
  const forwarded = actions.flatMap(
    ({ ForwardConfig, TargetGroupArn }) =>
      ForwardConfig?.TargetGroups ?? (TargetGroupArn ? [{ TargetGroupArn, Weight: 1 }] : []),
  );
  const weighted = forwarded.filter(({ Weight = 0 }) => Weight > 0);
  if (weighted.length === 1 && weighted[0]?.TargetGroupArn === targetGroup) return;
  const ForwardConfig = { TargetGroups: [{ TargetGroupArn: targetGroup, Weight: 100 }] };
  await elb.send(
    new ModifyRuleCommand({ RuleArn: testListenerRule, Actions: [{ Type: 'forward', ForwardConfig }] }),
  );
}

/**
 * @throws ConfigurationError where the rule does anything else than forward
 */
export async function readTestRule(
  elb: ElasticLoadBalancingV2Client,
  testListenerRule: string,
): Promise<readonly Action[]> {
  const { Actions = [] } = await readRule(elb, testListenerRule);
  if (Actions.length !== 1 || Actions[0]?.Type !== 'forward')
    throw refused(testListenerRule, 'have one action, forward', Actions.map(({ Type }) => Type).join(', '));
  return Actions;
}

/** The target group that is not the given one. */
export function otherTargetGroup({ targetGroups }: TwoTargetGroups, targetGroup: string): string {
  const [a, b] = targetGroups;
  return targetGroup === a ? b : a;
}

const refused = (rule: string, must: string, got: string): ConfigurationError =>
  new ConfigurationError(`Listener rule ${rule} must ${must}, got: ${got || 'none'}`);
