import { randomUUID } from 'node:crypto';
import type { LocalService, Room } from './room';

/** How many events ECS shows of a service. */
const SHOWN = 100;

/**
 * Adds a line to the service's events, as the console shows them.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
 */
export function addEvent(room: Room, service: LocalService, message: string): void {
  service.events.unshift({ id: randomUUID(), createdAt: room.world.clock.now(), message });
  service.events.splice(SHOWN);
}
