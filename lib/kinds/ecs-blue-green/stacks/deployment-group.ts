import { CfnApplication, CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { Construct } from 'constructs';
import { type PipelineIdentity, pipelineName } from '../../../../handlers/contract/names';
import type { Arns } from '../../../pipeline/arns';
import { deployRole } from './deploy-role';
import type { BlueGreenTarget } from './release-target';
import { deploymentConfig, deploymentConfigName } from './deployment-config';
import type { BlueGreenDeploy } from '../config/model';

export interface DeploymentGroupProps {
  readonly identity: PipelineIdentity;
  readonly deploy: BlueGreenDeploy;
  readonly target: BlueGreenTarget;
  readonly arns: Arns;
}

/** CodeDeploy's names of the config's reasons to roll back. */
const ROLLBACK_EVENTS = {
  failure: 'DEPLOYMENT_FAILURE',
  stop: 'DEPLOYMENT_STOP_ON_REQUEST',
  alarm: 'DEPLOYMENT_STOP_ON_ALARM',
} as const satisfies Record<BlueGreenDeploy['rollbackOn'][number], string>;

/**
 * The CodeDeploy application and its one deployment group, both named as the pipeline.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-groups-create-ecs.html
 */
export function deploymentGroup(
  scope: Construct,
  { identity, deploy, target, arns }: DeploymentGroupProps,
): CfnDeploymentGroup {
  const name = pipelineName(identity);
  const application = new CfnApplication(scope, 'Application', {
    applicationName: name,
    computePlatform: 'ECS',
  });
  const config = deploymentConfig(scope, deploy.traffic, name);
  return new CfnDeploymentGroup(scope, 'DeploymentGroup', {
    applicationName: application.ref,
    deploymentGroupName: name,
    serviceRoleArn: deployRole(scope, { identity, target, arns }).attrArn,
    deploymentConfigName: config?.ref ?? deploymentConfigName(deploy.traffic, name),
    deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    ecsServices: [{ clusterName: target.cluster, serviceName: target.service }],
    loadBalancerInfo: { targetGroupPairInfoList: [targetGroupPair(target)] },
    blueGreenDeploymentConfiguration: blueGreen(deploy),
    autoRollbackConfiguration: rollback(deploy),
    alarmConfiguration: alarmConfiguration(target),
  });
}

function targetGroupPair(target: BlueGreenTarget): CfnDeploymentGroup.TargetGroupPairInfoProperty {
  return {
    targetGroups: target.targetGroups.map((name) => ({ name })),
    prodTrafficRoute: { listenerArns: [target.productionListener] },
    testTrafficRoute: target.testListener ? { listenerArns: [target.testListener] } : undefined,
  };
}

function blueGreen(deploy: BlueGreenDeploy): CfnDeploymentGroup.BlueGreenDeploymentConfigurationProperty {
  return {
    deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT' },
    terminateBlueInstancesOnDeploymentSuccess: {
      action: 'TERMINATE',
      terminationWaitTimeInMinutes: deploy.blueTerminationWaitMinutes,
    },
  };
}

function rollback({ rollbackOn }: BlueGreenDeploy): CfnDeploymentGroup.AutoRollbackConfigurationProperty {
  return rollbackOn.length
    ? { enabled: true, events: rollbackOn.map((reason) => ROLLBACK_EVENTS[reason]) }
    : { enabled: false };
}

function alarmConfiguration({
  alarms,
}: BlueGreenTarget): CfnDeploymentGroup.AlarmConfigurationProperty | undefined {
  return alarms.length ? { enabled: true, alarms: alarms.map((name) => ({ name })) } : undefined;
}
