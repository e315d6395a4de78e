import type { Service } from '../../endpoint/service';
import type { EventBus } from '../../kit/event';
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
import type { Rules } from './rules';

/** EventBridge: rules and targets of the default bus of every account and region. */
export function createEvents(rules: Rules, bus: EventBus): Service {
  return {
    name: 'events',
    otherwise: 'refuse',
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
      PutEvents: putEvents(bus),
      TestEventPattern: testEventPattern(),
    },
  };
}
