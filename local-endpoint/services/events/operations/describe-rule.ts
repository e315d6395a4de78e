import type {
  DescribeRuleRequest,
  DescribeRuleResponse,
  Rule as RuleOutput,
} from '@aws-sdk/client-eventbridge';
import type { Operation } from '../../../kit/operation';
import { placeOf, type Rule, type Rules } from '../rules';

/** DescribeRule. */
export function describeRule(rules: Rules): Operation<DescribeRuleRequest, DescribeRuleResponse> {
  return async (input, context) => {
    const place = placeOf(context, input.EventBusName);
    return { ...describe(rules.named(place, input.Name)), CreatedBy: place.account };
  };
}

/** A rule as DescribeRule and ListRules show it. */
export function describe(rule: Rule): RuleOutput {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventPattern: rule.definition.EventPattern,
    State: rule.enabled ? 'ENABLED' : 'DISABLED',
    Description: rule.definition.Description,
    RoleArn: rule.definition.RoleArn,
    EventBusName: 'default',
  };
}
