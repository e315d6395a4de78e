import type { TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { GroupRecord } from '../../stores/autoscaling/model';
import type { LoadBalancingState, TargetGroupRecord } from '../../stores/elasticloadbalancing/model';
import { FOREIGN_TARGET_GROUP, LISTENER, RULE, TARGET_GROUPS } from './names';

/** Two health checks, ten seconds apart, make a target healthy. */
const CHECKS = { HealthCheckIntervalSeconds: 10, HealthyThresholdCount: 2, UnhealthyThresholdCount: 2 };

/** Seconds that a target drains. */
const DRAIN_SECONDS = '30';

/**
 * All traffic goes to the first target group, whose targets have been healthy for long.
 * @param testRule ARN of a rule of a test listener @default - there is none
 */
export function startBalancer(
  now: number,
  blue: GroupRecord,
  foreign: GroupRecord,
  testRule?: string,
): LoadBalancingState {
  const [a, b] = TARGET_GROUPS;
  const longAgo = now - 3_600_000;
  return {
    rules: {
      [RULE]: rule(RULE, LISTENER, [
        [a, 100],
        [b, 0],
      ]),
      ...(testRule !== undefined && { [testRule]: rule(testRule, `${LISTENER}-test`, [[a, 100]]) }),
      [`${RULE}-other`]: rule(`${RULE}-other`, `${LISTENER}-other`, [[FOREIGN_TARGET_GROUP, 1]]),
    },
    targetGroups: {
      [a]: targetGroup(a, blue, longAgo),
      [b]: targetGroup(b, undefined, longAgo),
      [FOREIGN_TARGET_GROUP]: targetGroup(FOREIGN_TARGET_GROUP, foreign, longAgo),
    },
  };
}

const rule = (RuleArn: string, listener: string, weights: readonly (readonly [string, number])[]) => ({
  ...{ RuleArn, listener },
  Actions: [
    {
      Type: 'forward' as const,
      ForwardConfig: {
        TargetGroups: weights.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })),
      },
    },
  ],
});

function targetGroup(arn: string, group: GroupRecord | undefined, checkedSince: number): TargetGroupRecord {
  const described: TargetGroup = {
    ...{ TargetGroupArn: arn, TargetType: 'instance', Protocol: 'HTTP', Port: 8080, VpcId: 'vpc-1' },
    ...CHECKS,
  };
  return {
    described,
    attributes: { 'deregistration_delay.timeout_seconds': DRAIN_SECONDS },
    targets: Object.fromEntries(
      (group?.instances ?? []).map(({ id }) => [id, { checkedSince, succeeds: true }]),
    ),
  };
}
