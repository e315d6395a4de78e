import { Stack } from 'aws-cdk-lib';
import type { CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { Construct } from 'constructs';
import type { Trust } from '../pipeline/grant';

/** The one style of groups whose deployments move traffic. */
export const TRAFFIC_CONTROL: CfnDeploymentGroup.DeploymentStyleProperty = {
  deploymentType: 'BLUE_GREEN',
  deploymentOption: 'WITH_TRAFFIC_CONTROL',
};

/** CodeDeploy's names of a config's reasons to roll back. */
const ROLLBACK_EVENTS = {
  failure: 'DEPLOYMENT_FAILURE',
  stop: 'DEPLOYMENT_STOP_ON_REQUEST',
  alarm: 'DEPLOYMENT_STOP_ON_ALARM',
} as const;

/** What makes CodeDeploy roll a deployment back. */
export const rollbackConfiguration = (
  rollbackOn: readonly (keyof typeof ROLLBACK_EVENTS)[],
): CfnDeploymentGroup.AutoRollbackConfigurationProperty =>
  rollbackOn.length
    ? { enabled: true, events: rollbackOn.map((reason) => ROLLBACK_EVENTS[reason]) }
    : { enabled: false };

/** The alarms that a deployment is watched by. @param alarms names @returns nothing where there are none */
export const alarmConfiguration = (
  alarms: readonly string[],
): CfnDeploymentGroup.AlarmConfigurationProperty | undefined =>
  alarms.length ? { enabled: true, alarms: alarms.map((name) => ({ name })) } : undefined;

/**
 * CodeDeploy may assume a role for its own account.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/security_confused_deputy.html
 */
export const codeDeployTrust = (scope: Construct): Trust => ({
  principal: { Service: 'codedeploy.amazonaws.com' },
  conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
});
