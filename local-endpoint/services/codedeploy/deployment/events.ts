import { applicationArn, groupArn } from '../store';
import type { Run } from './run';

/** What became of a deployment, as its event says it. */
export type EventState = 'START' | 'SUCCESS' | 'FAILURE' | 'STOP' | 'READY';

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html */
export function raiseStateChange(
  { serviceContext: context, region, deployment }: Pick<Run, 'serviceContext' | 'region' | 'deployment'>,
  state: EventState,
): void {
  const { applicationName = '', deploymentGroupName = '', deploymentId } = deployment.info;
  context.bus.emit({
    source: 'aws.codedeploy',
    'detail-type': 'CodeDeploy Deployment State-change Notification',
    account: region.account,
    region: region.name,
    resources: [
      applicationArn(region, applicationName),
      groupArn(region, applicationName, deploymentGroupName),
    ],
    detail: {
      region: region.name,
      deploymentId,
      instanceGroupId: deployment.group.deploymentGroupId,
      deploymentGroup: deploymentGroupName,
      application: applicationName,
      state,
    },
  });
  context.log(`codedeploy: deployment ${deploymentId} of ${applicationName} ${state}`);
}
