import type { LocalService } from '../../kit/local-service';
import { deliverToRules } from './deliver-to-rules';
import { putEvents, testEventPattern } from './operations/events';
import { putRule } from './operations/put-rule';
import { deleteRule, describeRule, listRuleNamesByTarget, listRules, setRuleState } from './operations/rules';
import { listTagsForResource, tagResource, untagResource } from './operations/tags';
import { listTargetsByRule, putTargets, removeTargets } from './operations/targets';
import { permissions } from './permissions';
import { resources } from './resources';
import { createEventRules } from './store';

/** EventBridge: rules and targets of the default bus of every account and region. */
export const eventBridge: LocalService = {
  name: 'events',
  client: () => import('@aws-sdk/client-eventbridge'),
  otherwise: 'refuse',
  writesChange: 'nothing',
  permissions,
  resources,
  create(context) {
    const rules = createEventRules();
    context.bus.subscribe((event) => deliverToRules(context, rules, event));
    return {
      operations: {
        PutRule: putRule(rules),
        DescribeRule: describeRule(rules),
        ListRules: listRules(rules),
        ListRuleNamesByTarget: listRuleNamesByTarget(rules),
        DeleteRule: deleteRule(rules),
        EnableRule: setRuleState(rules, true),
        DisableRule: setRuleState(rules, false),
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
