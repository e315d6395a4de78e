import type { Aws } from './aws';
import type { Clock } from './clock';
import type { EventBus } from './event';

/** What every local service is given; it imports no other service. */
export interface World {
  readonly clock: Clock;
  readonly aws: Aws;
  readonly bus: EventBus;
  /** The one temporary folder of this endpoint; it goes when the endpoint ends. */
  readonly folder: string;
  /** Aborts when the endpoint ends: every wait and every child goes with it. */
  readonly closing: AbortSignal;
  /** A line for the person who watches the endpoint. */
  say(line: string): void;
}

/** The world without its bus: what the bus itself is made with. */
export type Surroundings = Omit<World, 'bus'>;
