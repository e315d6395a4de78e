import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { earliest, type Store } from '../store';
import {
  describeListeners,
  describeRules,
  describeTargetGroupAttributes,
  describeTargetGroups,
  describeTargetHealth,
  modifyRule,
} from './operations';
import { knownAt } from './targets';

/** Elastic Load Balancing: weights of rules, and targets that become healthy and drain. */
export const loadBalancing: Store = {
  operations: {
    DescribeListeners: describeListeners,
    DescribeRules: describeRules,
    DescribeTargetGroupAttributes: describeTargetGroupAttributes,
    DescribeTargetGroups: describeTargetGroups,
    DescribeTargetHealth: describeTargetHealth,
    ModifyRule: modifyRule,
  },
  settle: forgetDrained,
  nextDue,
};

function forgetDrained({ loadBalancing: { targetGroups }, now }: SimulatedAccount): boolean {
  let isChanged = false;
  for (const { targets } of Object.values(targetGroups))
    for (const [id, { goneAt }] of Object.entries(targets)) {
      if (goneAt === undefined || goneAt > now) continue;
      delete targets[id];
      isChanged = true;
    }
  return isChanged;
}

/** The times at which a target gets healthy or unhealthy are among them, so that no state is passed over. */
function nextDue({ loadBalancing: { targetGroups }, now }: SimulatedAccount): number | undefined {
  return earliest(
    Object.values(targetGroups).flatMap((group) =>
      Object.values(group.targets).map((target) => {
        const known = target.goneAt ?? knownAt(group, target);
        return known > now ? known : undefined;
      }),
    ),
  );
}
