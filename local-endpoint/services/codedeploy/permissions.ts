import {
  anything,
  arn,
  type Input,
  needs,
  on,
  passRole,
  type Resources,
  type Rules,
  text,
  texts,
  together,
} from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html */
const application: Resources = (input, call) => arn(call, `application:${text(input, 'applicationName')}`);

const applications: Resources = (input, call) =>
  texts(input, 'applicationNames').map((name) => arn(call, `application:${name}`));

const group: Resources = (input, call) =>
  arn(call, `deploymentgroup:${text(input, 'applicationName')}/${groupName(input)}`);

const groups: Resources = (input, call) =>
  texts(input, 'deploymentGroupNames').map((name) =>
    arn(call, `deploymentgroup:${text(input, 'applicationName')}/${name}`),
  );

/** A deployment has no ARN of its own. */
const groupOfDeployment: Resources = async (input, call, look) =>
  arn(call, `deploymentgroup:${await look.deploymentGroup(text(input, 'deploymentId'), call)}`);

const configuration: Resources = (input, call) =>
  arn(call, `deploymentconfig:${text(input, 'deploymentConfigName')}`);

const tagged: Resources = (input) => text(input, 'ResourceArn');

function groupName(input: Input): string {
  return text(input, 'currentDeploymentGroupName') || text(input, 'deploymentGroupName') || '*';
}

const serviceRole = passRole('codedeploy.amazonaws.com', (input) => [input.serviceRoleArn]);

/** What CodeDeploy operations need. */
export const codedeploy: Rules = {
  ...on(
    anything,
    'BatchGetDeploymentTargets ContinueDeployment GetDeploymentTarget ListApplications ListDeploymentConfigs ListDeploymentTargets PutLifecycleEventHookExecutionStatus SkipWaitTimeForInstanceTermination StopDeployment',
  ),
  ...on(
    application,
    'BatchGetApplicationRevisions CreateApplication DeleteApplication GetApplication GetApplicationRevision ListApplicationRevisions ListDeploymentGroups RegisterApplicationRevision UpdateApplication',
  ),
  ...on(applications, 'BatchGetApplications'),
  ...on(group, 'CreateDeployment DeleteDeploymentGroup GetDeploymentGroup ListDeployments'),
  ...on(groups, 'BatchGetDeploymentGroups'),
  ...on(groupOfDeployment, 'GetDeployment GetDeploymentInstance ListDeploymentInstances'),
  ...on(configuration, 'CreateDeploymentConfig DeleteDeploymentConfig GetDeploymentConfig'),
  ...on(tagged, 'TagResource UntagResource ListTagsForResource'),
  CreateDeploymentGroup: together(needs(group), serviceRole),
  UpdateDeploymentGroup: together(needs(group), serviceRole),
};
