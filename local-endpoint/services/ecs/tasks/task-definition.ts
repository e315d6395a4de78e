import { DescribeTaskDefinitionCommand, ECSClient, type TaskDefinition } from '@aws-sdk/client-ecs';
import { AwsError } from '../../../kit/aws-error';
import type { LocalService, EcsStore } from '../store';

/**
 * A task definition by family, `family:revision` or ARN; a family alone means its newest revision.
 * @throws AwsError `ClientException` where there is none
 */
export async function findTaskDefinition(
  store: EcsStore,
  { account, region }: Pick<LocalService, 'account' | 'region'>,
  taskDefinition: string,
): Promise<TaskDefinition> {
  const client = new ECSClient(store.context.aws.asService(account, region));
  const described = await client
    .send(new DescribeTaskDefinitionCommand({ taskDefinition }))
    .catch((error: Error) => Promise.reject(new AwsError('ClientException', error.message)));
  return described.taskDefinition ?? {};
}
