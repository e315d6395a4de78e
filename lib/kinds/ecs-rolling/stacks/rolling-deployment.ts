import type { CfnServiceProps } from 'aws-cdk-lib/aws-ecs';
import type { OwnedRollingService } from '../../../config/model';
import type { ServiceAlarms } from '../../../ecs-service/alarms';

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
      // Said also where it is not wanted: what an update of a service leaves out stays as it was.
      deploymentCircuitBreaker: { enable: onFailure, rollback: onFailure },
      alarms: { alarmNames: onAlarm ? alarms.names : [], enable: onAlarm, rollback: onAlarm },
    },
  };
}
