import { DescribeTaskDefinitionCommand, ECSClient, type TaskDefinition } from '@aws-sdk/client-ecs';
import { clientOf } from '../../../kit/client';
import { AwsError } from '../../../kit/aws-error';
import type { Scope } from '../../../kit/scope';
import type { EcsStore } from '../store';

/**
 * A task definition by family, `family:revision` or ARN; a family alone means its newest revision.
 * @throws AwsError `ClientException` where there is none
 */
export async function findTaskDefinition(
  store: EcsStore,
  scope: Scope,
  taskDefinition: string,
): Promise<TaskDefinition> {
  const client = clientOf(ECSClient, store.asService(scope));
  const described = await client
    .send(new DescribeTaskDefinitionCommand({ taskDefinition }))
    .catch((error: Error) => Promise.reject(new AwsError('ClientException', error.message)));
  return described.taskDefinition ?? {};
}
