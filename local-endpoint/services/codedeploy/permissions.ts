import {
  CodeDeployClient,
  GetDeploymentCommand,
  GetDeploymentGroupCommand,
} from '@aws-sdk/client-codedeploy';
import { clientOf } from '../../kit/client';
import type { ApiCall } from '../../kit/call';
import type { Lookup } from '../../kit/lookup';
import {
  anyResource,
  arn,
  type Input,
  requires,
  onResources,
  passRole,
  type ResourceArns,
  type PermissionRules,
  textOf,
  textsOf,
  allOf,
} from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html */
const application: ResourceArns = (input, call) =>
  arn(call, `application:${textOf(input, 'applicationName')}`);

const applications: ResourceArns = (input, call) =>
  textsOf(input, 'applicationNames').map((name) => arn(call, `application:${name}`));

const group: ResourceArns = (input, call) =>
  arn(call, `deploymentgroup:${textOf(input, 'applicationName')}/${groupName(input)}`);

const groups: ResourceArns = (input, call) =>
  textsOf(input, 'deploymentGroupNames').map((name) =>
    arn(call, `deploymentgroup:${textOf(input, 'applicationName')}/${name}`),
  );

/** A deployment has no ARN of its own. */
const groupOfDeployment: ResourceArns = async (input, call, lookup) =>
  arn(call, `deploymentgroup:${await groupNameOf(textOf(input, 'deploymentId'), call, lookup)}`);

const configuration: ResourceArns = (input, call) =>
  arn(call, `deploymentconfig:${textOf(input, 'deploymentConfigName')}`);

/** That of the request, or else the group's; any where there is no such group. */
const usedConfiguration: ResourceArns = async (input, call, lookup) => {
  const { context } = call;
  const codeDeploy = clientOf(CodeDeployClient, lookup.asService(context.caller.accountId, context.region));
  const applicationName = textOf(input, 'applicationName');
  const deploymentGroupName = textOf(input, 'deploymentGroupName');
  const given = textOf(input, 'deploymentConfigName');
  const { deploymentGroupInfo } = given
    ? { deploymentGroupInfo: { deploymentConfigName: given } }
    : await codeDeploy
        .send(new GetDeploymentGroupCommand({ applicationName, deploymentGroupName }))
        .catch(() => ({ deploymentGroupInfo: undefined }));
  return arn(call, `deploymentconfig:${deploymentGroupInfo?.deploymentConfigName ?? '*'}`);
};

const tagged: ResourceArns = (input) => textOf(input, 'ResourceArn');

function groupName(input: Input): string {
  return textOf(input, 'currentDeploymentGroupName') || textOf(input, 'deploymentGroupName') || '*';
}

const serviceRole = passRole('codedeploy.amazonaws.com', (input) => [input.serviceRoleArn]);

/** What CodeDeploy operations need. */
export const permissions: PermissionRules = {
  ...onResources(
    anyResource,
    'BatchGetDeploymentTargets ContinueDeployment GetDeploymentTarget ListApplications ListDeploymentConfigs ListDeploymentTargets PutLifecycleEventHookExecutionStatus SkipWaitTimeForInstanceTermination StopDeployment',
  ),
  ...onResources(
    application,
    'BatchGetApplicationRevisions CreateApplication DeleteApplication GetApplication GetApplicationRevision ListApplicationRevisions ListDeploymentGroups RegisterApplicationRevision UpdateApplication',
  ),
  ...onResources(applications, 'BatchGetApplications'),
  ...onResources(group, 'DeleteDeploymentGroup GetDeploymentGroup ListDeployments'),
  ...onResources(groups, 'BatchGetDeploymentGroups'),
  ...onResources(groupOfDeployment, 'GetDeployment GetDeploymentInstance ListDeploymentInstances'),
  ...onResources(configuration, 'CreateDeploymentConfig DeleteDeploymentConfig GetDeploymentConfig'),
  ...onResources(tagged, 'TagResource UntagResource ListTagsForResource'),
  CreateDeployment: allOf(
    requires(group),
    requires(application, 'RegisterApplicationRevision'),
    requires(usedConfiguration, 'GetDeploymentConfig'),
  ),
  CreateDeploymentGroup: allOf(requires(group), serviceRole),
  UpdateDeploymentGroup: allOf(requires(group), serviceRole),
};

/** `application/group` of a deployment; `*` where it does not exist. */
async function groupNameOf(deploymentId: string, { context }: ApiCall, lookup: Lookup): Promise<string> {
  const codeDeploy = clientOf(CodeDeployClient, lookup.asService(context.caller.accountId, context.region));
  const { deploymentInfo } = await codeDeploy
    .send(new GetDeploymentCommand({ deploymentId }))
    .catch(() => ({ deploymentInfo: undefined }));
  return deploymentInfo ? `${deploymentInfo.applicationName}/${deploymentInfo.deploymentGroupName}` : '*';
}
