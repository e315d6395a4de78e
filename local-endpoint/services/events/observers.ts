import type { Observer } from '../../endpoint/service';
import type { World } from '../../kit/context';
import type { NotifyingBuckets } from '../s3/notifying-buckets';
import { alarmStateChange } from '../cloudwatch/alarm-state-change';
import { ecrImageAction } from '../ecr/image-action';
import { notification } from '../sns/notification';
import { s3ObjectCreated } from '../s3/object-created';

/** The events that AWS services raise and moto does not. */
export function createEventsObservers(world: World, notifying: NotifyingBuckets): Observer[] {
  return [
    ...notifying.observers(),
    ...s3ObjectCreated(world, notifying),
    ecrImageAction(world),
    alarmStateChange(world),
    notification(world),
  ];
}
