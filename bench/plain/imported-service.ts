import { Stack } from 'aws-cdk-lib';
import { Alarm, type IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, FargateService, type IBaseService } from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationListener,
  ApplicationTargetGroup,
  type IApplicationListener,
  type ITargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';

/** The service that is released to, and what stands before it. */
export interface ImportedService {
  readonly service: IBaseService;
  readonly blue: ITargetGroup;
  readonly green: ITargetGroup;
  readonly production: IApplicationListener;
  readonly test: IApplicationListener;
  readonly alarms: IAlarm[];
}

/** A service that is there already: importing it costs no resource. */
export function importService(scope: Construct, name: string): ImportedService {
  const { account, region } = Stack.of(scope);
  const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
  const vpc = Vpc.fromVpcAttributes(scope, 'Vpc', {
    vpcId: 'vpc-00000000000000001',
    availabilityZones: ['ap-northeast-1a'],
  });
  const securityGroup = SecurityGroup.fromSecurityGroupId(scope, 'SecurityGroup', 'sg-00000000000000001');
  const cluster = Cluster.fromClusterAttributes(scope, 'Cluster', { clusterName: name, vpc });
  const targetGroup = (id: string, color: string) =>
    ApplicationTargetGroup.fromTargetGroupAttributes(scope, id, {
      targetGroupArn: arn('elasticloadbalancing', `targetgroup/${name}-${color}/0000000000000001`),
    });
  const listener = (id: string, number: number) =>
    ApplicationListener.fromApplicationListenerAttributes(scope, id, {
      listenerArn: arn(
        'elasticloadbalancing',
        `listener/app/${name}/0000000000000001/000000000000000${number}`,
      ),
      securityGroup,
    });
  return {
    service: FargateService.fromFargateServiceAttributes(scope, 'Service', { cluster, serviceName: name }),
    blue: targetGroup('Blue', 'blue'),
    green: targetGroup('Green', 'green'),
    production: listener('Production', 1),
    test: listener('Test', 2),
    alarms: ['unhealthy-hosts', 'target-5xx'].map((alarm) =>
      Alarm.fromAlarmName(scope, alarm, `${name}-${alarm}`),
    ),
  };
}
