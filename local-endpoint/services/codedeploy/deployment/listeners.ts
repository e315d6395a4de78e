import {
  type Action,
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  ModifyRuleCommand,
  type Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TrafficShift } from './deployment';
import { DeploymentInterruption } from './interruption';
import type { DeploymentRun } from './run';
import { callAsServiceRole } from './service-role-call';

/** Percent of the traffic that goes to green; blue gets the rest. */
export type GreenPercent = number;

/** The ARNs of target groups, in the order of their names. */
export async function targetGroupArns(run: DeploymentRun, names: readonly string[]): Promise<string[]> {
  const command = new DescribeTargetGroupsCommand({ Names: [...names] });
  const { TargetGroups } = await callAsServiceRole(run, 'AmazonElasticLoadBalancing', () =>
    client(run).send(command),
  );
  return names.map((name) => {
    const found = TargetGroups?.find(({ TargetGroupName }) => TargetGroupName === name);
    return found?.TargetGroupArn ?? '';
  });
}

/**
 * Checks that a listener sends its traffic to blue, alone or with green.
 * @throws DeploymentInterruption `ELASTIC_LOAD_BALANCING_INVALID` where it does not
 */
export async function checkBehindListener(
  run: DeploymentRun,
  shift: TrafficShift,
  listener: string,
): Promise<void> {
  const rules = await rulesOf(run, listener);
  if (rules.some(({ Actions }) => forwardsTo(Actions, [shift.blue.targetGroupArn]))) return;
  throw new DeploymentInterruption(
    'ELASTIC_LOAD_BALANCING_INVALID',
    'The ELB could not be updated due to the following error: ' +
      `Primary taskset target group must be behind listener ${listener}`,
  );
}

/** Whether the listener can split its traffic by weight; a Network Load Balancer's cannot. */
export async function supportsWeights(run: DeploymentRun, listener: string): Promise<boolean> {
  const command = new DescribeListenersCommand({ ListenerArns: [listener] });
  const { Listeners } = await callAsServiceRole(run, 'AmazonElasticLoadBalancing', () =>
    client(run).send(command),
  );
  return Listeners?.[0]?.Protocol === 'HTTP' || Listeners?.[0]?.Protocol === 'HTTPS';
}

/** Splits the traffic of every rule of the listener that forwards to the pair, the default rule included. */
export async function forwardTraffic(
  run: DeploymentRun,
  shift: TrafficShift,
  listener: string,
  green: GreenPercent,
): Promise<void> {
  const weighted = await supportsWeights(run, listener);
  const pair = [shift.blue.targetGroupArn, shift.green.targetGroupArn];
  for (const rule of await rulesOf(run, listener)) {
    if (!forwardsTo(rule.Actions, pair) || isWeighted(rule.Actions, shift, green)) continue;
    const actions = (rule.Actions ?? []).map((action) => weightedAction(action, shift, green, weighted));
    await modify(run, listener, rule, actions);
  }
}

async function rulesOf(run: DeploymentRun, listener: string): Promise<Rule[]> {
  const command = new DescribeRulesCommand({ ListenerArn: listener });
  const { Rules } = await callAsServiceRole(run, 'AmazonElasticLoadBalancing', () =>
    client(run).send(command),
  );
  return Rules ?? [];
}

function forwardsTo(actions: readonly Action[] | undefined, targetGroups: readonly string[]): boolean {
  const arns = (actions ?? []).flatMap(({ TargetGroupArn, ForwardConfig }) => [
    TargetGroupArn,
    ...(ForwardConfig?.TargetGroups ?? []).map((group) => group.TargetGroupArn),
  ]);
  return arns.some((arn) => arn && targetGroups.includes(arn));
}

/** Whether the rule splits its traffic so already: then it is not modified. */
function isWeighted(
  actions: readonly Action[] | undefined,
  shift: TrafficShift,
  green: GreenPercent,
): boolean {
  return (actions ?? []).every(({ Type, TargetGroupArn, ForwardConfig }) => {
    if (Type !== 'forward') return true;
    const groups = ForwardConfig?.TargetGroups ?? [{ TargetGroupArn, Weight: 1 }];
    const whole = groups.reduce((sum, { Weight }) => sum + (Weight ?? 1), 0);
    const part = (arn: string) =>
      groups.reduce((sum, group) => sum + (group.TargetGroupArn === arn ? (group.Weight ?? 1) : 0), 0);
    const is = (arn: string, percent: number) => Math.round((part(arn) / (whole || 1)) * 100) === percent;
    return is(shift.green.targetGroupArn, green) && is(shift.blue.targetGroupArn, 100 - green);
  });
}

function weightedAction(action: Action, shift: TrafficShift, green: GreenPercent, weighted: boolean): Action {
  const pair = [shift.blue.targetGroupArn, shift.green.targetGroupArn];
  if (action.Type !== 'forward' || !forwardsTo([action], pair)) return action;
  if (!weighted)
    return {
      Type: 'forward',
      Order: action.Order,
      TargetGroupArn: green >= 50 ? shift.green.targetGroupArn : shift.blue.targetGroupArn,
    };
  return {
    Type: 'forward',
    Order: action.Order,
    ForwardConfig: {
      TargetGroups: [
        { TargetGroupArn: shift.green.targetGroupArn, Weight: green },
        { TargetGroupArn: shift.blue.targetGroupArn, Weight: 100 - green },
      ],
      TargetGroupStickinessConfig: action.ForwardConfig?.TargetGroupStickinessConfig,
    },
  };
}

async function modify(run: DeploymentRun, ListenerArn: string, rule: Rule, actions: Action[]): Promise<void> {
  const change = () =>
    rule.IsDefault
      ? client(run).send(new ModifyListenerCommand({ ListenerArn, DefaultActions: actions }))
      : client(run).send(new ModifyRuleCommand({ RuleArn: rule.RuleArn, Actions: actions }));
  await callAsServiceRole<unknown>(run, 'AmazonElasticLoadBalancing', change);
}

const client = (run: DeploymentRun): ElasticLoadBalancingV2Client =>
  new ElasticLoadBalancingV2Client(run.identity);
