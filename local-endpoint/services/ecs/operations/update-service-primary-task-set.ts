import {
  DescribeTaskSetsCommand,
  ECSClient,
  type TaskSet,
  type UpdateServicePrimaryTaskSetRequest,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { forward } from '../moto';
import { type EcsStore, serviceKey } from '../store';

/**
 * moto changes statuses and the service's own task definition and load balancers, but knows task sets only by ARN.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateServicePrimaryTaskSet.html
 */
export const updateServicePrimaryTaskSet =
  (store: EcsStore): Operation<UpdateServicePrimaryTaskSetRequest> =>
  async (input, context) => {
    const { accountId } = context.caller;
    const { cluster, service = '', primaryTaskSet = '' } = input;
    const client = new ECSClient(store.context.aws.asService(accountId, context.region));
    const find = new DescribeTaskSetsCommand({ cluster, service, taskSets: [primaryTaskSet] });
    const known = (await client.send(find)).taskSets?.[0];
    if (!known) throw new AwsError('TaskSetNotFoundException', 'The specified task set does not exist.');
    const output = await forward<{ taskSet: TaskSet }>(context, {
      ...input,
      primaryTaskSet: known.taskSetArn,
    });
    const local = store.services.get(serviceKey(accountId, context.region, cluster, service));
    return local ? { taskSet: (await client.send(find)).taskSets?.[0] } : output;
  };
