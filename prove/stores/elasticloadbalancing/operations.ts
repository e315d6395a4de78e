import type {
  DescribeListenersOutput,
  DescribeRulesInput,
  DescribeRulesOutput,
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
  ModifyRuleInput,
  ModifyRuleOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { ServiceError } from '../store';
import type { TargetGroupRecord } from './model';
import { healthOf } from './targets';

export function describeListeners({ loadBalancing: { rules } }: SimulatedAccount): DescribeListenersOutput {
  const arns = new Set(Object.values(rules).map(({ listener }) => listener));
  return { Listeners: [...arns].map((ListenerArn) => ({ ListenerArn })) };
}

export function describeRules(
  { loadBalancing: { rules } }: SimulatedAccount,
  { RuleArns, ListenerArn }: DescribeRulesInput,
): DescribeRulesOutput {
  const found = RuleArns
    ? RuleArns.map((arn) => rules[arn] ?? notFound('RuleNotFound', 'One or more rules not found'))
    : Object.values(rules).filter(({ listener }) => listener === ListenerArn);
  return { Rules: structuredClone(found) };
}

/** Weights count at once. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyRule.html */
export function modifyRule(
  { loadBalancing: { rules } }: SimulatedAccount,
  { RuleArn = '', Actions }: ModifyRuleInput,
): ModifyRuleOutput {
  const rule = rules[RuleArn] ?? notFound('RuleNotFound', 'One or more rules not found');
  if (Actions) rule.Actions = structuredClone(Actions);
  return { Rules: [structuredClone(rule)] };
}

export const describeTargetGroups = (
  simulated: SimulatedAccount,
  { TargetGroupArns = [] }: DescribeTargetGroupsInput,
): DescribeTargetGroupsOutput => ({
  TargetGroups: TargetGroupArns.map((arn) => structuredClone(find(simulated, arn).described)),
});

export const describeTargetGroupAttributes = (
  simulated: SimulatedAccount,
  { TargetGroupArn = '' }: DescribeTargetGroupAttributesInput,
): DescribeTargetGroupAttributesOutput => ({
  Attributes: Object.entries(find(simulated, TargetGroupArn).attributes).map(([Key, Value]) => ({
    Key,
    Value,
  })),
});

export function describeTargetHealth(
  simulated: SimulatedAccount,
  { TargetGroupArn = '' }: DescribeTargetHealthInput,
): DescribeTargetHealthOutput {
  const group = find(simulated, TargetGroupArn);
  return {
    TargetHealthDescriptions: Object.entries(group.targets).map(([Id, target]) => ({
      Target: { Id, Port: group.described.Port },
      TargetHealth: healthOf(group, target, simulated.now),
    })),
  };
}

const find = ({ loadBalancing: { targetGroups } }: SimulatedAccount, arn: string): TargetGroupRecord =>
  targetGroups[arn] ?? notFound('TargetGroupNotFound', 'One or more target groups not found');

function notFound(name: string, message: string): never {
  throw new ServiceError(`${name}Exception`, message);
}
