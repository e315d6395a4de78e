import { DescribeTaskDefinitionCommand, ECSClient } from '@aws-sdk/client-ecs';
import { clientOf } from '../../kit/client';
import { formatArn } from '../../kit/arn';
import type { ApiCall } from '../../kit/call';
import type { Lookup } from '../../kit/lookup';
import {
  anyResource,
  arn,
  nameOf,
  requires,
  onResources,
  passRole,
  type ResourceArns,
  type PermissionRule,
  type PermissionRules,
  textOf,
  textsOf,
  allOf,
} from '../../kit/permissions';
import { scopeOf } from '../../kit/scope';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html */
const cluster: ResourceArns = (input, call) =>
  arn(call, `cluster/${clusterOf(textOf(input, 'cluster') || textOf(input, 'clusterName'))}`);

const clusters: ResourceArns = (input, call) => {
  const names = textsOf(input, 'clusters');
  return (names.length > 0 ? names : ['default']).map((name) => arn(call, `cluster/${nameOf(name)}`));
};

const service: ResourceArns = (input, call) => {
  const name = nameOf(textOf(input, 'service') || textOf(input, 'serviceName'));
  return arn(call, `service/${clusterOf(textOf(input, 'cluster'))}/${name}`);
};

const services: ResourceArns = (input, call) =>
  textsOf(input, 'services').map((name) =>
    arn(call, `service/${clusterOf(textOf(input, 'cluster'))}/${nameOf(name)}`),
  );

/** One that is being created has no id yet. */
const taskSet: ResourceArns = (input, call) => {
  const set = nameOf(textOf(input, 'taskSet')) || '*';
  return arn(
    call,
    `task-set/${clusterOf(textOf(input, 'cluster'))}/${nameOf(textOf(input, 'service'))}/${set}`,
  );
};

const taskSets: ResourceArns = (input, call) => {
  const prefix = `task-set/${clusterOf(textOf(input, 'cluster'))}/${nameOf(textOf(input, 'service'))}`;
  const names = textsOf(input, 'taskSets');
  return (names.length > 0 ? names : ['*']).map((name) => arn(call, `${prefix}/${nameOf(name)}`));
};

const taskDefinition: ResourceArns = (input, call) => {
  const name = textOf(input, 'family') || nameOf(textOf(input, 'taskDefinition'));
  return arn(call, `task-definition/${name.includes(':') ? name : `${name}:*`}`);
};

const taskDefinitions: ResourceArns = (input, call) =>
  textsOf(input, 'taskDefinitions').map((name) => arn(call, `task-definition/${nameOf(name)}`));

const tasks: ResourceArns = (input, call) =>
  [...textsOf(input, 'tasks'), textOf(input, 'task')]
    .filter(Boolean)
    .map((task) => arn(call, `task/${clusterOf(textOf(input, 'cluster'))}/${nameOf(task)}`));

const tagged: ResourceArns = (input) => textOf(input, 'resourceArn');

const clusterOf = (name: string): string => nameOf(name || 'default');

/**
 * Creating something with tags needs `ecs:TagResource` too, which a policy may allow for some operations only.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html
 */
const withTags =
  (resources: ResourceArns): PermissionRule =>
  async (call, lookup) => {
    if (!Array.isArray(call.input.tags) || call.input.tags.length === 0) return [];
    const accesses = await requires(resources, 'TagResource')(call, lookup);
    return accesses.map((access) => ({ ...access, keys: { 'ecs:CreateAction': call.operation } }));
  };

/** Tasks are listed by the instances they may run on, whichever those are. */
const containerInstances: ResourceArns = (input, call) =>
  arn(call, `container-instance/${clusterOf(textOf(input, 'cluster'))}/*`);

/** With the cluster as a condition key: a policy cannot restrict the listing of tasks in any other way. */
const inCluster =
  (resources: ResourceArns): PermissionRule =>
  async (call, lookup) => {
    const accesses = await requires(resources)(call, lookup);
    const keys = { 'ecs:cluster': [await cluster(call.input, call, lookup)].flat()[0] };
    return accesses.map((access) => ({ ...access, keys }));
  };

const taskRoles = passRole('ecs-tasks.amazonaws.com', (input) => [input.taskRoleArn, input.executionRoleArn]);
const serviceRole = passRole('ecs.amazonaws.com', (input) => [input.role]);

/**
 * Whoever starts tasks passes them the roles of their task definition.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/codedeploy_IAM_role.html
 */
const startedTaskRoles: PermissionRule = async (call, lookup) => {
  const roles = await rolesOf(textOf(call.input, 'taskDefinition'), call, lookup);
  return passRole('ecs-tasks.amazonaws.com', () => roles)(call, lookup);
};

/** What ECS operations need. */
export const permissions: PermissionRules = {
  ...onResources(
    anyResource,
    'DescribeTaskDefinition DeregisterTaskDefinition ListClusters ListServices ListTaskDefinitionFamilies ListTaskDefinitions ListAccountSettings PutAccountSetting PutAccountSettingDefault',
  ),
  ...onResources(
    cluster,
    'DeleteCluster UpdateCluster UpdateClusterSettings PutClusterCapacityProviders ListContainerInstances ListAttributes',
  ),
  ...onResources(clusters, 'DescribeClusters'),
  ...onResources(service, 'UpdateService DeleteService UpdateServicePrimaryTaskSet ListServiceDeployments'),
  ...onResources(services, 'DescribeServices'),
  ...onResources(taskSet, 'DeleteTaskSet UpdateTaskSet'),
  ...onResources(taskSets, 'DescribeTaskSets'),
  ...onResources(taskDefinitions, 'DeleteTaskDefinitions'),
  ...onResources(taskDefinition, 'RunTask StartTask'),
  ...onResources(tasks, 'StopTask GetTaskProtection UpdateTaskProtection'),
  ...onResources(tagged, 'TagResource UntagResource ListTagsForResource'),
  DescribeTasks: inCluster(tasks),
  ListTasks: inCluster(containerInstances),
  CreateCluster: allOf(requires(cluster), withTags(cluster)),
  CreateService: allOf(requires(service), withTags(service), serviceRole),
  CreateTaskSet: allOf(requires(taskSet), withTags(taskSet), startedTaskRoles),
  RegisterTaskDefinition: allOf(requires(taskDefinition), withTags(taskDefinition), taskRoles),
};

/** ARNs of the task and execution role of a task definition; none where it does not exist. */
async function rolesOf(name: string, { context }: ApiCall, lookup: Lookup): Promise<readonly string[]> {
  const ecs = clientOf(ECSClient, lookup.asService(context.caller.accountId, context.region));
  const { taskDefinition } = await ecs
    .send(new DescribeTaskDefinitionCommand({ taskDefinition: name }))
    .catch(() => ({ taskDefinition: undefined }));
  return [taskDefinition?.taskRoleArn, taskDefinition?.executionRoleArn].filter((role) => role !== undefined);
}

/** Condition keys of every ECS call. */
export function conditionKeys({ input, context }: ApiCall): Record<string, string | undefined> {
  const cluster = typeof input.cluster === 'string' ? input.cluster : 'default';
  const isArn = cluster.startsWith('arn:');
  return { 'ecs:cluster': isArn ? cluster : formatArn('ecs', scopeOf(context), `cluster/${cluster}`) };
}
