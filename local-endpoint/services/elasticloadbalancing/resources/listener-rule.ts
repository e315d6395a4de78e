import type { Action, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { isSame } from '../../../kit/resources/json';
import { ignoring } from '../../../kit/resources/errors';
import { provider } from '../../../kit/resources/provider';
import { listTags, type Tag } from '../../../kit/resources/tags';
import { templateActions } from './actions';
import { updateLoadBalancingTags } from './tags';

interface ListenerRuleProperties {
  readonly ListenerArn: string;
  readonly Actions: readonly Action[];
  readonly Conditions: RuleCondition[];
  readonly Priority: number;
  readonly Tags?: readonly Tag[];
}

/**
 * An update of actions or conditions sends both: a changed rule gets the weights of the template, even where a release has
 * changed them since. One that is unchanged in the template keeps what it has.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listenerrule.html
 */
export const listenerRule = provider<ListenerRuleProperties>({
  properties: {
    ListenerArn: 'replace',
    Actions: 'update',
    Conditions: 'update',
    Priority: 'update',
    Tags: 'update',
  },
  attributes: ['IsDefault', 'RuleArn'],
  tags: 'list',

  async create({ ListenerArn, Actions, Conditions, Priority, Tags }, context) {
    const elb = await import('@aws-sdk/client-elastic-load-balancing-v2');
    const { Rules } = await context.client(elb.ElasticLoadBalancingV2Client).send(
      new elb.CreateRuleCommand({
        ListenerArn,
        Actions: templateActions(Actions),
        Conditions,
        Priority: Number(Priority),
        Tags: Tags && listTags(Tags),
      }),
    );
    const arn = Rules?.[0]?.RuleArn ?? '';
    return { physicalId: arn, attributes: { IsDefault: 'false', RuleArn: arn } };
  },

  async update({ physicalId: RuleArn, properties: before, attributes }, after, context) {
    const elb = await import('@aws-sdk/client-elastic-load-balancing-v2');
    const client = context.client(elb.ElasticLoadBalancingV2Client);
    if (!isSame(before.Actions, after.Actions) || !isSame(before.Conditions, after.Conditions)) {
      const { Conditions } = after;
      await client.send(
        new elb.ModifyRuleCommand({ RuleArn, Actions: templateActions(after.Actions), Conditions }),
      );
    }
    if (Number(before.Priority) !== Number(after.Priority)) {
      const RulePriorities = [{ RuleArn, Priority: Number(after.Priority) }];
      await client.send(new elb.SetRulePrioritiesCommand({ RulePriorities }));
    }
    await updateLoadBalancingTags(context, RuleArn, before.Tags, after.Tags);
    return { physicalId: RuleArn, attributes };
  },

  async delete({ physicalId: RuleArn }, context) {
    const elb = await import('@aws-sdk/client-elastic-load-balancing-v2');
    const deletion = context
      .client(elb.ElasticLoadBalancingV2Client)
      .send(new elb.DeleteRuleCommand({ RuleArn }));
    await ignoring(deletion, 'RuleNotFoundException', 'RuleNotFound');
  },
});
