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
import type { Shift } from './deployment';
import { Interruption } from './interruption';
import { call, type Run } from './run';

/** Percent of the traffic that goes to green; blue gets the rest. */
export type GreenPercent = number;

/** The ARNs of target groups, in the order of their names. */
export async function targetGroupArns(run: Run, names: readonly string[]): Promise<string[]> {
  const command = new DescribeTargetGroupsCommand({ Names: [...names] });
  const { TargetGroups } = await call(run, 'AmazonElasticLoadBalancing', () => client(run).send(command));
  return names.map((name) => {
    const found = TargetGroups?.find(({ TargetGroupName }) => TargetGroupName === name);
    return found?.TargetGroupArn ?? '';
  });
}

/**
 * Checks that a listener sends its traffic to blue, alone or with green.
 * @throws Interruption `ELASTIC_LOAD_BALANCING_INVALID` in AWS's words
 */
export async function checkBehindListener(run: Run, shift: Shift, listener: string): Promise<void> {
  const rules = await rulesOf(run, listener);
  if (rules.some(({ Actions }) => forwardsTo(Actions, [shift.blue.targetGroupArn]))) return;
  throw new Interruption(
    'ELASTIC_LOAD_BALANCING_INVALID',
    'The ELB could not be updated due to the following error: ' +
      `Primary taskset target group must be behind listener ${listener}`,
  );
}

/** Whether the listener can share its traffic out by weight; a Network Load Balancer cannot. */
export async function takesWeights(run: Run, listener: string): Promise<boolean> {
  const command = new DescribeListenersCommand({ ListenerArns: [listener] });
  const { Listeners } = await call(run, 'AmazonElasticLoadBalancing', () => client(run).send(command));
  return Listeners?.[0]?.Protocol === 'HTTP' || Listeners?.[0]?.Protocol === 'HTTPS';
}

/** Shares out the traffic of every rule of the listener, the default one too, that forwards to the pair. */
export async function forwardTraffic(
  run: Run,
  shift: Shift,
  listener: string,
  green: GreenPercent,
): Promise<void> {
  const weighted = await takesWeights(run, listener);
  const pair = [shift.blue.targetGroupArn, shift.green.targetGroupArn];
  for (const rule of await rulesOf(run, listener)) {
    if (!forwardsTo(rule.Actions, pair) || isShared(rule.Actions, shift, green)) continue;
    const actions = (rule.Actions ?? []).map((action) => shared(action, shift, green, weighted));
    await modify(run, listener, rule, actions);
  }
}

async function rulesOf(run: Run, listener: string): Promise<Rule[]> {
  const command = new DescribeRulesCommand({ ListenerArn: listener });
  const { Rules } = await call(run, 'AmazonElasticLoadBalancing', () => client(run).send(command));
  return Rules ?? [];
}

function forwardsTo(actions: readonly Action[] | undefined, targetGroups: readonly string[]): boolean {
  const arns = (actions ?? []).flatMap(({ TargetGroupArn, ForwardConfig }) => [
    TargetGroupArn,
    ...(ForwardConfig?.TargetGroups ?? []).map((group) => group.TargetGroupArn),
  ]);
  return arns.some((arn) => arn && targetGroups.includes(arn));
}

/** Whether the rule shares its traffic out so already; what need not be changed is left alone. */
function isShared(actions: readonly Action[] | undefined, shift: Shift, green: GreenPercent): boolean {
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

function shared(action: Action, shift: Shift, green: GreenPercent, weighted: boolean): Action {
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

async function modify(run: Run, ListenerArn: string, rule: Rule, actions: Action[]): Promise<void> {
  const change = () =>
    rule.IsDefault
      ? client(run).send(new ModifyListenerCommand({ ListenerArn, DefaultActions: actions }))
      : client(run).send(new ModifyRuleCommand({ RuleArn: rule.RuleArn, Actions: actions }));
  await call<unknown>(run, 'AmazonElasticLoadBalancing', change);
}

const client = (run: Run): ElasticLoadBalancingV2Client => new ElasticLoadBalancingV2Client(run.identity);
