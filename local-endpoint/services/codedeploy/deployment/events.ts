import { applicationArn, groupArn } from '../room';
import type { Run } from './run';

/** What became of a deployment, as its event says it. */
export type EventState = 'START' | 'SUCCESS' | 'FAILURE' | 'STOP' | 'READY';

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html */
export function raiseStateChange(
  { world, region, deployment }: Pick<Run, 'world' | 'region' | 'deployment'>,
  state: EventState,
): void {
  const { applicationName = '', deploymentGroupName = '', deploymentId } = deployment.info;
  world.bus.emit({
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
  world.log(`codedeploy: deployment ${deploymentId} of ${applicationName} ${state}`);
}
