import type {
  DeleteRuleRequest,
  DescribeRuleRequest,
  DescribeRuleResponse,
  EnableRuleRequest,
  ListRuleNamesByTargetRequest,
  ListRuleNamesByTargetResponse,
  ListRulesRequest,
  ListRulesResponse,
  Rule,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { findRule, rulesOf } from '../find';
import type { EventRule, EventRules } from '../store';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html */
export const describeRule =
  (rules: EventRules): Operation<DescribeRuleRequest, DescribeRuleResponse> =>
  async ({ EventBusName, Name }, context) => {
    const rule = findRule(rules, context, EventBusName, Name);
    return { ...outputOf(rule), CreatedBy: context.caller.accountId };
  };

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html. All are on one page. */
export const listRules =
  (rules: EventRules): Operation<ListRulesRequest, ListRulesResponse> =>
  async ({ EventBusName, NamePrefix = '' }, context) => {
    const all = [...rulesOf(rules, context, EventBusName).values()];
    return { Rules: all.filter(({ name }) => name.startsWith(NamePrefix)).map(outputOf) };
  };

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRuleNamesByTarget.html. All are on one page. */
export const listRuleNamesByTarget =
  (rules: EventRules): Operation<ListRuleNamesByTargetRequest, ListRuleNamesByTargetResponse> =>
  async ({ EventBusName, TargetArn }, context) => {
    const all = [...rulesOf(rules, context, EventBusName).values()];
    const chosen = all.filter(({ targets }) => [...targets.values()].some(({ Arn }) => Arn === TargetArn));
    return { RuleNames: chosen.map(({ name }) => name) };
  };

/** EnableRule, or DisableRule. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EnableRule.html */
export const setRuleState =
  (rules: EventRules, enabled: boolean): Operation<EnableRuleRequest> =>
  async ({ EventBusName, Name }, context) => {
    findRule(rules, context, EventBusName, Name).enabled = enabled;
    return {};
  };

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteRule.html. A missing rule is no error. */
export const deleteRule =
  (rules: EventRules): Operation<DeleteRuleRequest> =>
  async ({ EventBusName, Name = '' }, context) => {
    const byName = rulesOf(rules, context, EventBusName);
    if (byName.get(Name)?.targets.size)
      throw new AwsError('ValidationException', "Rule can't be deleted since it has targets.");
    byName.delete(Name);
    return {};
  };

const outputOf = (rule: EventRule): Rule => ({
  Name: rule.name,
  Arn: rule.arn,
  EventPattern: rule.definition.EventPattern,
  State: rule.enabled ? 'ENABLED' : 'DISABLED',
  Description: rule.definition.Description,
  RoleArn: rule.definition.RoleArn,
  EventBusName: 'default',
});
