import { ECSServiceException } from '@aws-sdk/client-ecs';
import { AwsError } from '../../kit/aws-error';
import type { LocalService } from '../../kit/local-service';
import type { Operation } from '../../kit/operation';
import { createService } from './operations/create-service';
import { createTaskSet } from './operations/create-task-set';
import { deleteService } from './operations/delete-service';
import { deleteTaskSet } from './operations/delete-task-set';
import { describeServices } from './operations/describe-services';
import { describeTaskSets } from './operations/describe-task-sets';
import { describeTasks } from './operations/describe-tasks';
import { listClusters } from './operations/list-clusters';
import { listServices } from './operations/list-services';
import { listTasks } from './operations/list-tasks';
import { registerTaskDefinition } from './operations/register-task-definition';
import { stopTask } from './operations/stop-task';
import { updateService } from './operations/update-service';
import { updateServicePrimaryTaskSet } from './operations/update-service-primary-task-set';
import { updateTaskSet } from './operations/update-task-set';
import type { EcsStore } from './store';
import { conditionKeys, permissions } from './permissions';
import { resources } from './resources';

/**
 * What moto's ECS leaves out: tasks of services, which start, fail, stand behind a target group and are counted, in
 * rolling deployments or, with the CODE_DEPLOY controller, in task sets; containers that could never start; and deleted
 * clusters and services that are listed no more. Task definitions, tags and tasks without a service are moto's.
 */
export const ecs: LocalService = {
  name: 'ecs',
  otherwise: 'forward',
  permissions,
  conditionKeys,
  resources,
  create(context) {
    const store: EcsStore = {
      context: context,
      services: new Map(),
      rolling: new Map(),
      addresses: new Map(),
    };
    return {
      operations: passingErrorsOn({
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

/** What a further call of ECS refused is the caller's answer too. */
function passingErrorsOn(operations: Readonly<Record<string, Operation>>): Record<string, Operation> {
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
