import { randomUUID } from 'node:crypto';

/** An event as EventBridge carries it. https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
export interface AwsEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601, seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What a service raises an event with; the bus adds id, time and version. */
export type EventInput = Pick<AwsEvent, 'detail-type' | 'source' | 'account' | 'region' | 'detail'> &
  Partial<Pick<AwsEvent, 'resources'>>;

/** How services raise events. EventBridge subscribes, and delivers them to the targets of the rules that match. */
export interface EventBus {
  /** Hands the event to every subscriber and returns its id; delivery goes on behind. */
  emit(event: EventInput): string;
  /** @param listener gets every event, in the order of their emission */
  subscribe(listener: (event: AwsEvent) => void): void;
}

/** A bus without subscribers. */
export function createEventBus(now: () => Date): EventBus {
  const listeners: ((event: AwsEvent) => void)[] = [];
  return {
    emit(input) {
      const event: AwsEvent = {
        version: '0',
        id: randomUUID(),
        time: `${now().toISOString().slice(0, 19)}Z`,
        resources: [],
        ...input,
      };
      for (const listener of listeners) listener(event);
      return event.id;
    },
    subscribe: (listener) => void listeners.push(listener),
  };
}
