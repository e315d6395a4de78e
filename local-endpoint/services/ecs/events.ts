import { randomUUID } from 'node:crypto';
import type { LocalEcsService, EcsStore } from './store';

/** How many events ECS keeps of a service. */
const MAX_EVENTS = 100;

/**
 * Adds an event to a service, as DescribeServices and the console show them.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
 */
export function addEvent(store: EcsStore, service: LocalEcsService, message: string): void {
  service.events.unshift({ id: randomUUID(), createdAt: store.context.clock.now(), message });
  service.events.splice(MAX_EVENTS);
}
