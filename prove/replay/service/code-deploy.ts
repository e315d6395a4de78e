import type { PairedIds } from '../../compare/paired-ids';
import type { CodeDeployState } from '../../stores/codedeploy/model';
import type { EmptyAccount } from '../account';
import { makeRole } from '../role';

/** Makes the application, the configuration of its steps, and the deployment group. */
export async function plantCodeDeploy(
  { endpoint, call, empty }: EmptyAccount,
  state: CodeDeployState,
  ids: PairedIds,
): Promise<void> {
  const { name, cluster, service, targetGroups, rule, terminationSeconds, alarms } = state;
  await call('codedeploy', 'CreateApplication', { applicationName: name, computePlatform: 'ECS' });
  await call('codedeploy', 'CreateDeploymentConfig', {
    ...{ deploymentConfigName: name, computePlatform: 'ECS', trafficRoutingConfig: routingOf(state) },
  });
  const listener = empty.loadBalancing.rules[rule]?.listener ?? '';
  await call('codedeploy', 'CreateDeploymentGroup', {
    ...{ applicationName: name, deploymentGroupName: name, deploymentConfigName: name },
    serviceRoleArn: await makeRole(endpoint, `${name}-deploy`, { Service: 'codedeploy.amazonaws.com' }),
    deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    ecsServices: [{ clusterName: cluster, serviceName: service }],
    loadBalancerInfo: {
      targetGroupPairInfoList: [
        {
          targetGroups: targetGroups.map((arn) => ({ name: /targetgroup\/([^/]+)/.exec(arn)?.[1] })),
          prodTrafficRoute: { listenerArns: [ids.toOther(listener)] },
        },
      ],
    },
    blueGreenDeploymentConfiguration: {
      terminateBlueInstancesOnDeploymentSuccess: {
        action: 'TERMINATE',
        terminationWaitTimeInMinutes: terminationSeconds / 60,
      },
      deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT' },
    },
    alarmConfiguration: { enabled: alarms.length > 0, alarms: alarms.map((one) => ({ name: one })) },
    autoRollbackConfiguration: {
      enabled: true,
      events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
    },
  });
}

/** @throws Error where the steps are no canary, which has two */
function routingOf({ steps }: CodeDeployState): object {
  const [canary, all, ...others] = steps;
  if (!canary || !all || others.length > 0) throw new Error(`steps must be two, got: ${steps.length}`);
  return {
    type: 'TimeBasedCanary',
    timeBasedCanary: { canaryPercentage: canary.percent, canaryInterval: canary.seconds / 60 },
  };
}
