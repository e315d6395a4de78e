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

/** What a service says when it raises an event; the bus adds id, time and version. */
export type EventDraft = Pick<AwsEvent, 'detail-type' | 'source' | 'account' | 'region' | 'detail'> &
  Partial<Pick<AwsEvent, 'resources'>>;

/** The default event bus of every account and region of the endpoint. */
export interface EventBus {
  /** Hands the event to every deployed rule that matches it and gives its id at once; delivery goes on behind. */
  emit(draft: EventDraft): string;
}
