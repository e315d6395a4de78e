import type { CfnServiceProps } from 'aws-cdk-lib/aws-ecs';
import type { ServiceAlarms } from '../../../load-balancing/alarms';
import type { OwnedRollingService } from '../config/model';

/**
 * How ECS itself replaces the tasks. Whatever makes it roll back brings back the last deployment that was completed.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
 */
export function rollingDeployment(
  { minimumHealthyPercent, maximumPercent, rollbackOn }: OwnedRollingService,
  alarms: ServiceAlarms,
): Pick<CfnServiceProps, 'deploymentController' | 'deploymentConfiguration'> {
  const [onFailure, onAlarm] = [rollbackOn.includes('failure'), rollbackOn.includes('alarm')];
  return {
    deploymentController: { type: 'ECS' },
    deploymentConfiguration: {
      minimumHealthyPercent,
      maximumPercent,
      // Set also where it is off: what an update of a service leaves out stays as it was.
      deploymentCircuitBreaker: { enable: onFailure, rollback: onFailure },
      alarms: { alarmNames: onAlarm ? alarms.names : [], enable: onAlarm, rollback: onAlarm },
    },
  };
}
