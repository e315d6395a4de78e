import type { LocalService } from '../../kit/local-service';
import { deleteRule } from './operations/delete-rule';
import { describeRule } from './operations/describe-rule';
import { listRuleNamesByTarget } from './operations/list-rule-names-by-target';
import { listRules } from './operations/list-rules';
import { listTargetsByRule } from './operations/list-targets-by-rule';
import { putEvents } from './operations/put-events';
import { putRule } from './operations/put-rule';
import { putTargets } from './operations/put-targets';
import { removeTargets } from './operations/remove-targets';
import { switchRule } from './operations/switch-rule';
import { listTagsForResource, tagResource, untagResource } from './operations/tags';
import { testEventPattern } from './operations/test-event-pattern';
import { deliverToRules } from './deliver-to-rules';
import { permissions } from './permissions';
import { resources } from './resources';
import { Rules } from './rules';

/** EventBridge: rules and targets of the default bus of every account and region. */
export const eventBridge: LocalService = {
  name: 'events',
  otherwise: 'refuse',
  permissions,
  resources,
  create(context) {
    const rules = new Rules();
    context.bus.subscribe((event) => deliverToRules(context, rules, event));
    return {
      operations: {
        PutRule: putRule(rules),
        DescribeRule: describeRule(rules),
        ListRules: listRules(rules),
        ListRuleNamesByTarget: listRuleNamesByTarget(rules),
        DeleteRule: deleteRule(rules),
        EnableRule: switchRule(rules, true),
        DisableRule: switchRule(rules, false),
        PutTargets: putTargets(rules),
        RemoveTargets: removeTargets(rules),
        ListTargetsByRule: listTargetsByRule(rules),
        TagResource: tagResource(rules),
        UntagResource: untagResource(rules),
        ListTagsForResource: listTagsForResource(rules),
        PutEvents: putEvents(context.bus),
        TestEventPattern: testEventPattern(),
      },
    };
  },
};
