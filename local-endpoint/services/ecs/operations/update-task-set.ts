import {
  DescribeServicesCommand,
  ECSClient,
  type TaskSet,
  type UpdateTaskSetRequest,
} from '@aws-sdk/client-ecs';
import type { Operation } from '../../../kit/operation';
import { computedDesiredCount, forward } from '../moto';
import { overlayTaskSet } from '../overlay';
import { type Room, serviceKey } from '../room';
import { runTasks } from '../tasks/task-set';

/** Scales a task set. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateTaskSet.html */
export const updateTaskSet =
  (room: Room): Operation<UpdateTaskSetRequest> =>
  async (input, context) => {
    const output = await forward<{ taskSet: TaskSet }>(context);
    const { accountId } = context.caller;
    const { cluster, service = '' } = input;
    const local = room.services.get(serviceKey(accountId, context.region, cluster, service));
    const known = local?.taskSets.get(output.taskSet.taskSetArn ?? '');
    if (!local || !known) return output;
    const client = new ECSClient(room.world.aws.asService(accountId, context.region));
    const { services } = await client.send(new DescribeServicesCommand({ cluster, services: [service] }));
    const desired = computedDesiredCount(services?.[0] ?? {}, output.taskSet);
    if (known.started) await runTasks(room, local, known, output.taskSet, desired);
    return { taskSet: await overlayTaskSet(room, services?.[0] ?? {}, output.taskSet, local) };
  };
