import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { alarmName, type TargetGroupAlarm } from './config/names';
import type { ServiceLoadBalancer, ServiceTargetGroup } from './load-balancer';

export interface ServiceAlarmsProps {
  readonly loadBalancer: ServiceLoadBalancer;
}

/**
 * What rolls a deployment back: targets that are unhealthy for two minutes, or five answers with 5xx in one. One
 * alarm for each target group, as two of them serve in turn; an idle one has no data, which is as good as fine.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export class ServiceAlarms extends Construct {
  /** The alarms' names, as references: what has one of them is made after the alarm. */
  readonly names: string[];

  constructor(scope: Construct, id: string, { loadBalancer }: ServiceAlarmsProps) {
    super(scope, id);
    this.names = (Object.keys(WATCHED) as TargetGroupAlarm[]).flatMap((alarm) =>
      loadBalancer.targetGroups.map((targetGroup) => this.watch(alarm, targetGroup, loadBalancer.resource)),
    );
  }

  private watch(
    alarm: TargetGroupAlarm,
    { id, name, resource }: ServiceTargetGroup,
    loadBalancer: CfnLoadBalancer,
  ): string {
    return new CfnAlarm(this, `${id.toLowerCase()}-${alarm}`, {
      alarmName: alarmName(name, alarm),
      namespace: 'AWS/ApplicationELB',
      dimensions: [
        { name: 'LoadBalancer', value: loadBalancer.attrLoadBalancerFullName },
        { name: 'TargetGroup', value: resource.attrTargetGroupFullName },
      ],
      period: 60,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      treatMissingData: 'notBreaching',
      ...WATCHED[alarm],
    }).ref;
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
