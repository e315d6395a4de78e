import {
  anything,
  arn,
  nameOf,
  needs,
  on,
  passRole,
  type Resources,
  type Rule,
  type Rules,
  text,
  texts,
  together,
} from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html */
const cluster: Resources = (input, call) =>
  arn(call, `cluster/${clusterOf(text(input, 'cluster') || text(input, 'clusterName'))}`);

const clusters: Resources = (input, call) => {
  const names = texts(input, 'clusters');
  return (names.length > 0 ? names : ['default']).map((name) => arn(call, `cluster/${nameOf(name)}`));
};

const service: Resources = (input, call) => {
  const name = nameOf(text(input, 'service') || text(input, 'serviceName'));
  return arn(call, `service/${clusterOf(text(input, 'cluster'))}/${name}`);
};

const services: Resources = (input, call) =>
  texts(input, 'services').map((name) =>
    arn(call, `service/${clusterOf(text(input, 'cluster'))}/${nameOf(name)}`),
  );

/** One that is yet to be made has no id. */
const taskSet: Resources = (input, call) => {
  const set = nameOf(text(input, 'taskSet')) || '*';
  return arn(call, `task-set/${clusterOf(text(input, 'cluster'))}/${nameOf(text(input, 'service'))}/${set}`);
};

const taskSets: Resources = (input, call) => {
  const place = `task-set/${clusterOf(text(input, 'cluster'))}/${nameOf(text(input, 'service'))}`;
  const names = texts(input, 'taskSets');
  return (names.length > 0 ? names : ['*']).map((name) => arn(call, `${place}/${nameOf(name)}`));
};

const taskDefinition: Resources = (input, call) => {
  const name = text(input, 'family') || nameOf(text(input, 'taskDefinition'));
  return arn(call, `task-definition/${name.includes(':') ? name : `${name}:*`}`);
};

const taskDefinitions: Resources = (input, call) =>
  texts(input, 'taskDefinitions').map((name) => arn(call, `task-definition/${nameOf(name)}`));

const tasks: Resources = (input, call) =>
  [...texts(input, 'tasks'), text(input, 'task')]
    .filter(Boolean)
    .map((task) => arn(call, `task/${clusterOf(text(input, 'cluster'))}/${nameOf(task)}`));

const tagged: Resources = (input) => text(input, 'resourceArn');

const clusterOf = (name: string): string => nameOf(name || 'default');

/**
 * Tagging while making needs the right to tag, which a policy may bind to what is made.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html
 */
const withTags =
  (resources: Resources): Rule =>
  async (call, look) => {
    if (!Array.isArray(call.input.tags) || call.input.tags.length === 0) return [];
    const accesses = await needs(resources, 'TagResource')(call, look);
    return accesses.map((access) => ({ ...access, keys: { 'ecs:CreateAction': call.operation } }));
  };

/** Tasks are listed by the instances they may run on, whichever those are. */
const containerInstances: Resources = (input, call) =>
  arn(call, `container-instance/${clusterOf(text(input, 'cluster'))}/*`);

/** With the cluster as a condition key, which is all that a policy can bind the listing of a service's tasks to. */
const inCluster =
  (resources: Resources): Rule =>
  async (call, look) => {
    const accesses = await needs(resources)(call, look);
    const keys = { 'ecs:cluster': [await cluster(call.input, call, look)].flat()[0] };
    return accesses.map((access) => ({ ...access, keys }));
  };

const taskRoles = passRole('ecs-tasks.amazonaws.com', (input) => [input.taskRoleArn, input.executionRoleArn]);
const serviceRole = passRole('ecs.amazonaws.com', (input) => [input.role]);

/**
 * Whoever starts tasks passes them the roles of their task definition.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/codedeploy_IAM_role.html
 */
const startedTaskRoles: Rule = async (call, look) => {
  const roles = await look.taskRoles(text(call.input, 'taskDefinition'), call);
  return passRole('ecs-tasks.amazonaws.com', () => roles)(call, look);
};

/** What ECS operations need. */
export const ecs: Rules = {
  ...on(
    anything,
    'DescribeTaskDefinition DeregisterTaskDefinition ListClusters ListServices ListTaskDefinitionFamilies ListTaskDefinitions ListAccountSettings PutAccountSetting PutAccountSettingDefault',
  ),
  ...on(
    cluster,
    'DeleteCluster UpdateCluster UpdateClusterSettings PutClusterCapacityProviders ListContainerInstances ListAttributes',
  ),
  ...on(clusters, 'DescribeClusters'),
  ...on(service, 'UpdateService DeleteService UpdateServicePrimaryTaskSet ListServiceDeployments'),
  ...on(services, 'DescribeServices'),
  ...on(taskSet, 'DeleteTaskSet UpdateTaskSet'),
  ...on(taskSets, 'DescribeTaskSets'),
  ...on(taskDefinitions, 'DeleteTaskDefinitions'),
  ...on(taskDefinition, 'RunTask StartTask'),
  ...on(tasks, 'StopTask GetTaskProtection UpdateTaskProtection'),
  ...on(tagged, 'TagResource UntagResource ListTagsForResource'),
  DescribeTasks: inCluster(tasks),
  ListTasks: inCluster(containerInstances),
  CreateCluster: together(needs(cluster), withTags(cluster)),
  CreateService: together(needs(service), withTags(service), serviceRole),
  CreateTaskSet: together(needs(taskSet), withTags(taskSet), startedTaskRoles),
  RegisterTaskDefinition: together(needs(taskDefinition), withTags(taskDefinition), taskRoles),
};
