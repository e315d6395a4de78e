import type { CreateServiceRequest, UpdateServiceRequest } from '@aws-sdk/client-ecs';
import { AwsError } from '../../../kit/aws-error';
import type { LocalService, EcsStore } from '../store';
import { findTaskDefinition } from '../tasks/task-definition';
import { invalidParameter } from '../validate';
import type { Revision } from './model';

/**
 * What the next deployment would bring; what the call does not say stays as it is.
 * @throws AwsError where the task definition is missing or no more active
 */
export async function revisionAfter(
  store: EcsStore,
  service: LocalService,
  input: Partial<CreateServiceRequest> | UpdateServiceRequest,
  before?: Revision,
): Promise<Revision> {
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
 * Whether a change of these needs new tasks.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
export function needsDeployment(before: Revision, after: Revision): boolean {
  const told = ({ definition, ...rest }: Revision) =>
    JSON.stringify({ ...rest, definition: definition.taskDefinitionArn });
  return told(before) !== told(after);
}

async function definitionAfter(
  store: EcsStore,
  service: LocalService,
  taskDefinition: string | undefined,
  before: Revision | undefined,
): Promise<Revision['definition']> {
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
