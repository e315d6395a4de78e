import { applicationArn, groupArn } from '../store';
import type { DeploymentContext } from './run';

/** The states of a deployment that CodeDeploy emits events for. */
export type EventState = 'START' | 'SUCCESS' | 'FAILURE' | 'STOP' | 'READY';

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html */
export function emitStateChange(context: DeploymentContext, eventState: EventState): void {
  const { serviceContext, state, deployment } = context;
  const { scope } = state;
  const { applicationName = '', deploymentGroupName = '', deploymentId } = deployment.info;
  serviceContext.bus.emit({
    source: 'aws.codedeploy',
    'detail-type': 'CodeDeploy Deployment State-change Notification',
    account: scope.account,
    region: scope.region,
    resources: [
      applicationArn(scope, applicationName),
      groupArn(scope, applicationName, deploymentGroupName),
    ],
    detail: {
      region: scope.region,
      deploymentId,
      instanceGroupId: deployment.group.deploymentGroupId,
      deploymentGroup: deploymentGroupName,
      application: applicationName,
      state: eventState,
    },
  });
  serviceContext.log(`codedeploy: deployment ${deploymentId} of ${applicationName} ${eventState}`);
}
