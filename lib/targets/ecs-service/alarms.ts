import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { PipelineIdentity } from '../../../handlers/contract/names';
import { alarmName, TARGET_GROUP_COLORS, type TargetGroupAlarm } from '../ecs-service-names';
import type { ServiceLoadBalancer } from './load-balancer';

export interface ServiceAlarmsProps {
  readonly identity: PipelineIdentity;
  readonly loadBalancer: ServiceLoadBalancer;
}

/**
 * What rolls a deployment back: targets that are unhealthy for two minutes, or five answers with 5xx in one. One
 * alarm for each target group, as both serve in turn; the idle one has no data, which is as good as fine.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export class ServiceAlarms extends Construct {
  constructor(scope: Construct, id: string, { identity, loadBalancer }: ServiceAlarmsProps) {
    super(scope, id);
    for (const alarm of Object.keys(WATCHED) as TargetGroupAlarm[])
      for (const color of TARGET_GROUP_COLORS) {
        new CfnAlarm(this, `${color}-${alarm}`, {
          alarmName: alarmName(identity, color, alarm),
          namespace: 'AWS/ApplicationELB',
          dimensions: [
            { name: 'LoadBalancer', value: loadBalancer.resource.attrLoadBalancerFullName },
            { name: 'TargetGroup', value: loadBalancer.targetGroups[color].attrTargetGroupFullName },
          ],
          period: 60,
          comparisonOperator: 'GreaterThanOrEqualToThreshold',
          treatMissingData: 'notBreaching',
          ...WATCHED[alarm],
        });
      }
  }
}

const WATCHED: Readonly<
  Record<TargetGroupAlarm, Pick<CfnAlarm, 'metricName' | 'statistic' | 'threshold' | 'evaluationPeriods'>>
> = {
  'unhealthy-hosts': {
    metricName: 'UnHealthyHostCount',
    statistic: 'Maximum',
    threshold: 1,
    evaluationPeriods: 2,
  },
  'target-5xx': {
    metricName: 'HTTPCode_Target_5XX_Count',
    statistic: 'Sum',
    threshold: 5,
    evaluationPeriods: 1,
  },
};
