import { randomUUID } from 'node:crypto';
import type { LocalService, EcsStore } from './store';

/** How many events ECS shows of a service. */
const SHOWN = 100;

/**
 * Adds a line to the service's events, as the console shows them.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
 */
export function addEvent(store: EcsStore, service: LocalService, message: string): void {
  service.events.unshift({ id: randomUUID(), createdAt: store.context.clock.now(), message });
  service.events.splice(SHOWN);
}
