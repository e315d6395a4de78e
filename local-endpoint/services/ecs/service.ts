import { ECSServiceException } from '@aws-sdk/client-ecs';
import { AwsError } from '../../kit/aws-error';
import type { LocalService } from '../../kit/local-service';
import type { Operation } from '../../kit/operation';
import { createService } from './operations/create-service';
import { createTaskSet } from './operations/create-task-set';
import { deleteTaskSet } from './operations/delete-task-set';
import { listClusters, listServices } from './operations/list';
import { deleteService, describeServices } from './operations/services';
import { registerTaskDefinition } from './operations/task-definitions';
import { describeTaskSets, updateServicePrimaryTaskSet, updateTaskSet } from './operations/task-sets';
import { describeTasks, listTasks, stopTask } from './operations/tasks';
import { updateService } from './operations/update-service';
import { conditionKeys, permissions } from './permissions';
import { resources } from './resources';
import { EcsStore } from './store';

/**
 * What moto's ECS leaves out: tasks of services, which start, fail, stand behind a target group and are counted, in
 * rolling deployments or, with the CODE_DEPLOY controller, in task sets; the refusal of containers that could never
 * start; and lists without deleted clusters and services. Task definitions, tags and tasks without a service are moto's.
 */
export const ecs: LocalService = {
  name: 'ecs',
  client: () => import('@aws-sdk/client-ecs'),
  otherwise: 'forward',
  keepsReads: /^(Describe(Services|TaskDefinition|TaskSets)|ListTasks)$/, // tasks go on by being described
  standsAlone: true,
  writesChange: (operation) => (/^(Run|Start)Task$/.test(operation) ? 'dependents' : 'itself'), // a task has a network interface
  leavesReads,
  permissions,
  conditionKeys,
  resources,
  create(context) {
    const store = new EcsStore(context);
    return {
      operations: passErrorsOn({
        CreateService: createService(store),
        CreateTaskSet: createTaskSet(store),
        DeleteService: deleteService(store),
        DeleteTaskSet: deleteTaskSet(store),
        DescribeServices: describeServices(store),
        DescribeTaskSets: describeTaskSets(store),
        DescribeTasks: describeTasks(store),
        ListClusters: listClusters(store),
        ListServices: listServices(store),
        ListTasks: listTasks(store),
        RegisterTaskDefinition: registerTaskDefinition,
        StopTask: stopTask(store),
        UpdateService: updateService(store),
        UpdateServicePrimaryTaskSet: updateServicePrimaryTaskSet(store),
        UpdateTaskSet: updateTaskSet(store),
      }),
    };
  },
};

/** Services name their task definitions, and no more. Tags are in the answers about both. */
function leavesReads(write: string): RegExp | undefined {
  if (/^(Register|Deregister)TaskDefinition$/.test(write)) return /^Describe(Services|TaskSets)$/;
  return /^(Create|Delete|Update)(Service|ServicePrimaryTaskSet|TaskSet)$/.test(write)
    ? /^DescribeTaskDefinition$/
    : undefined;
}

/** Returns ECS's error to the caller where an operation's own calls of ECS fail. */
function passErrorsOn(operations: Readonly<Record<string, Operation>>): Record<string, Operation> {
  const passing = (operation: Operation): Operation => {
    return (input, context) =>
      operation(input, context).catch((error: unknown) => {
        if (!(error instanceof ECSServiceException)) throw error;
        throw new AwsError(error.name, error.message, error.$metadata.httpStatusCode);
      });
  };
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [name, passing(operation)]),
  );
}
