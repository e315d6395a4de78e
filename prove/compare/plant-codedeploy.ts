import { ACCOUNT, type SimulatedAccount } from '../simulated-account/simulated-account';
import type { CodeDeployState } from '../stores/codedeploy/model';
import type { CallAccount } from './call-account';
import type { PairedIds } from './paired-ids';

/** Makes the application, its configuration of two steps, and its deployment group, which rolls everything back. */
export async function plantCodeDeploy(
  { codeDeploy, loadBalancing: { rules } }: SimulatedAccount,
  call: CallAccount,
  ids: PairedIds,
): Promise<void> {
  if (!codeDeploy) return;
  const { name: applicationName } = codeDeploy;
  await call('codedeploy', 'CreateApplication', { applicationName, computePlatform: 'ECS' });
  await call('codedeploy', 'CreateDeploymentConfig', configuration(codeDeploy));
  const listener = rules[codeDeploy.rule]?.listener ?? '';
  await call('codedeploy', 'CreateDeploymentGroup', ids.toOther(group(codeDeploy, listener)));
}

function configuration({ name, steps }: CodeDeployState): object {
  const [{ percent, seconds } = { percent: 100, seconds: 0 }, ...others] = steps;
  if (others.length !== 1 || seconds % 60 !== 0)
    throw new Error(`codeDeploy.steps must be two, whole minutes apart, got: ${JSON.stringify(steps)}`);
  const timeBasedCanary = { canaryPercentage: percent, canaryInterval: seconds / 60 };
  return {
    ...{ deploymentConfigName: name, computePlatform: 'ECS' },
    trafficRoutingConfig: { type: 'TimeBasedCanary', timeBasedCanary },
  };
}

const group = (
  { name, cluster, service, targetGroups, terminationSeconds, alarms }: CodeDeployState,
  listener: string,
): object => ({
  ...{ applicationName: name, deploymentGroupName: name, deploymentConfigName: name },
  serviceRoleArn: `arn:aws:iam::${ACCOUNT}:role/${name}-deploy`,
  deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
  ecsServices: [{ clusterName: cluster, serviceName: service }],
  loadBalancerInfo: {
    targetGroupPairInfoList: [
      {
        targetGroups: targetGroups.map((arn) => ({ name: /targetgroup\/([^/]+)/.exec(arn)?.[1] })),
        prodTrafficRoute: { listenerArns: [listener] },
      },
    ],
  },
  blueGreenDeploymentConfiguration: {
    deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 0 },
    terminateBlueInstancesOnDeploymentSuccess: {
      ...{ action: 'TERMINATE', terminationWaitTimeInMinutes: terminationSeconds / 60 },
    },
  },
  alarmConfiguration: { enabled: true, alarms: alarms.map((one) => ({ name: one })) },
  autoRollbackConfiguration: {
    enabled: true,
    events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
  },
});
