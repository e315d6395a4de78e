import type { CreateServiceRequest, UpdateServiceRequest } from '@aws-sdk/client-ecs';
import { AwsError } from '../../../kit/aws-error';
import type { LocalEcsService, EcsStore } from '../store';
import { findTaskDefinition } from '../tasks/task-definition';
import { invalidParameter } from '../validate';
import type { ServiceRevision } from './model';

/**
 * The revision after a request; what the request leaves out stays as it is.
 * @throws AwsError where the task definition does not exist or is no longer active
 */
export async function revisionAfter(
  store: EcsStore,
  service: LocalEcsService,
  input: Partial<CreateServiceRequest> | UpdateServiceRequest,
  before?: ServiceRevision,
): Promise<ServiceRevision> {
  const { shown } = before ?? {};
  return {
    definition: await definitionAfter(store, service, input.taskDefinition, before),
    loadBalancers: input.loadBalancers ?? before?.loadBalancers ?? [],
    networkConfiguration: input.networkConfiguration ?? before?.networkConfiguration,
    shown: {
      capacityProviderStrategy: input.capacityProviderStrategy ?? shown?.capacityProviderStrategy,
      launchType: ('launchType' in input ? input.launchType : undefined) ?? shown?.launchType,
      platformVersion: input.platformVersion ?? shown?.platformVersion,
      serviceRegistries: input.serviceRegistries ?? shown?.serviceRegistries,
    },
  };
}

/**
 * Whether the change needs new tasks.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
export function needsDeployment(before: ServiceRevision, after: ServiceRevision): boolean {
  const comparable = ({ definition, ...rest }: ServiceRevision) =>
    JSON.stringify({ ...rest, definition: definition.taskDefinitionArn });
  return comparable(before) !== comparable(after);
}

async function definitionAfter(
  store: EcsStore,
  service: LocalEcsService,
  taskDefinition: string | undefined,
  before: ServiceRevision | undefined,
): Promise<ServiceRevision['definition']> {
  if (!taskDefinition) {
    if (!before) throw invalidParameter('TaskDefinition can not be blank.');
    return before.definition;
  }
  const definition = await findTaskDefinition(store, service, taskDefinition);
  const kept = definition.taskDefinitionArn === before?.definition.taskDefinitionArn;
  if (definition.status === 'INACTIVE' && !kept)
    throw new AwsError('ClientException', 'TaskDefinition is inactive');
  return definition;
}
