import { CfnApplication, CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { CfnResource } from 'aws-cdk-lib';
import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { deployRoleName, type PipelineIdentity, pipelineName } from '../../../../handlers/contract/names';
import { trafficGroup } from '../../../../handlers/contract/shift-versions';
import { deploymentConfig, deploymentConfigName } from '../../../code-deploy/deployment-config';
import {
  alarmConfiguration,
  codeDeployTrust,
  rollbackConfiguration,
  TRAFFIC_CONTROL,
} from '../../../code-deploy/group-settings';
import { identityOf } from '../../../config/identity';
import type { Arns } from '../../../pipeline/arns';
import { inlineRole } from '../../../pipeline/role';
import type { LambdaPipeline } from '../config/model';
import { functionName, hookNames, watchedAlarms } from '../config/names';

/**
 * What CodeDeploy moves the traffic with where the config has hooks: an application, named as the pipeline, with a deployment
 * group for each function, and the role of all of them.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-groups-create-lambda.html
 * @returns what the pipeline cannot run without; nothing where CodePipeline's own action moves the traffic
 */
export function trafficGroups(scope: Construct, pipeline: LambdaPipeline, arns: Arns): CfnResource[] {
  const { deploy, functions } = pipeline;
  if (!deploy.hooks) return [];
  const identity = identityOf(pipeline);
  const name = pipelineName(identity);
  const application = new CfnApplication(scope, 'Application', {
    applicationName: name,
    computePlatform: 'Lambda',
  });
  const config = deploymentConfig(scope, 'Lambda', deploy.traffic, name);
  const serviceRoleArn = deployRole(scope, pipeline, identity, arns).attrArn;
  const groups = new Construct(scope, 'DeploymentGroups'); // names that differ by a hyphen only are other ids in it
  return functions.map(
    (one) =>
      new CfnDeploymentGroup(groups, one.name, {
        ...trafficGroup(identity, functionName(pipeline, one)),
        applicationName: application.ref,
        serviceRoleArn,
        deploymentConfigName: config?.ref ?? deploymentConfigName('Lambda', deploy.traffic, name),
        deploymentStyle: TRAFFIC_CONTROL,
        autoRollbackConfiguration: rollbackConfiguration(['failure', 'stop', ...deploy.rollbackOn]),
        alarmConfiguration: alarmConfiguration(watchedAlarms(pipeline, one)),
      }),
  );
}

/**
 * The role CodeDeploy moves the traffic with. AWS's own policy for it, AWSCodeDeployRoleForLambda, may move every alias, and
 * invoke only functions whose names begin with `CodeDeployHook_`.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForLambda.html
 */
function deployRole(
  scope: Construct,
  pipeline: LambdaPipeline,
  identity: PipelineIdentity,
  arns: Arns,
): CfnRole {
  const { functions, deploy } = pipeline;
  const names = functions.map((one) => functionName(pipeline, one));
  const alarms = [...new Set(functions.flatMap((one) => watchedAlarms(pipeline, one)))];
  return inlineRole(scope, 'DeployRole', {
    roleName: deployRoleName(identity),
    trusts: [codeDeployTrust(scope)],
    grants: [
      {
        actions: ['lambda:GetAlias', 'lambda:GetProvisionedConcurrencyConfig', 'lambda:UpdateAlias'],
        resources: names.flatMap((name) => [arns.function(name), arns.function(`${name}:${deploy.alias}`)]),
      },
      { actions: ['lambda:InvokeFunction'], resources: hookNames(pipeline).map(arns.function) },
      ...(alarms.length > 0
        ? [{ actions: ['cloudwatch:DescribeAlarms'], resources: alarms.map(arns.alarm) }]
        : []),
    ],
  });
}
