import type { Observer } from '../endpoint/service';
import type { World } from '../world';
import type { NotifyingBuckets } from './notifying-buckets';
import { alarmStateChange } from './raised/alarm-state-change';
import { ecrImageAction } from './raised/ecr-image-action';
import { notification } from './raised/notification';
import { s3ObjectCreated } from './raised/s3-object-created';

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
