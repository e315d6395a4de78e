import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TrafficShare } from '../report/events';

/** The parts of the traffic that an action of a listener or rule sends to its target groups. */
export function trafficShares(action: Action | undefined): TrafficShare[] {
  const { TargetGroupArn, ForwardConfig } = action ?? {};
  const tuples = ForwardConfig?.TargetGroups ?? (TargetGroupArn ? [{ TargetGroupArn, Weight: 1 }] : []);
  const whole = tuples.reduce((sum, { Weight = 0 }) => sum + Weight, 0);
  return tuples.map(({ TargetGroupArn: arn = '', Weight = 0 }) => ({
    target: targetGroupName(arn),
    percent: whole === 0 ? 0 : Math.round((100 * Weight) / whole),
  }));
}

/** `arn:aws:elasticloadbalancing:<region>:<account>:targetgroup/<name>/<id>` */
const targetGroupName = (arn: string): string => arn.split('/')[1] ?? arn;
