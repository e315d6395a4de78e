import { CfnApplication, CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { Construct } from 'constructs';
import { type PipelineIdentity, pipelineName } from '../../../../handlers/contract/names';
import { deploymentConfig, deploymentConfigName } from '../../../code-deploy/deployment-config';
import {
  alarmConfiguration,
  rollbackConfiguration,
  TRAFFIC_CONTROL,
} from '../../../code-deploy/group-settings';
import type { Arns } from '../../../pipeline/arns';
import { deployRole } from './deploy-role';
import type { BlueGreenTarget } from './release-target';
import type { BlueGreenDeploy } from '../config/model';

export interface DeploymentGroupProps {
  readonly identity: PipelineIdentity;
  readonly deploy: BlueGreenDeploy;
  readonly target: BlueGreenTarget;
  readonly arns: Arns;
}

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
  const config = deploymentConfig(scope, 'ECS', deploy.traffic, name);
  return new CfnDeploymentGroup(scope, 'DeploymentGroup', {
    applicationName: application.ref,
    deploymentGroupName: name,
    serviceRoleArn: deployRole(scope, { identity, target, arns }).attrArn,
    deploymentConfigName: config?.ref ?? deploymentConfigName('ECS', deploy.traffic, name),
    deploymentStyle: TRAFFIC_CONTROL,
    ecsServices: [{ clusterName: target.cluster, serviceName: target.service }],
    loadBalancerInfo: { targetGroupPairInfoList: [targetGroupPair(target)] },
    blueGreenDeploymentConfiguration: blueGreen(deploy),
    autoRollbackConfiguration: rollbackConfiguration(deploy.rollbackOn),
    alarmConfiguration: alarmConfiguration(target.alarms),
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
