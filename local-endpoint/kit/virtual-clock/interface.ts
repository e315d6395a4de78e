import type { Clock } from '../clock';
import type { WaitOptions } from './wait-until';

/** How to make a {@link VirtualClock}. */
export interface VirtualClockOptions {
  /** Who makes the clock, and keeps it from going on but in waits of its own: a rehearsal, a test. */
  readonly driver: string;
  /** @default - the machine's time */
  readonly start?: Date;
  /** Gets a sentence that names every holder when nothing has happened for a minute of real time. @default - standard error */
  readonly warn?: (line: string) => void;
}

/**
 * A clock that goes on only while nothing is going on: it jumps from deadline to deadline, so that waits take no real
 * time, and a slow machine changes nothing in the outcome. It jumps to one deadline at a time, and not before all that the
 * last one set going is done or waits for time to go on itself.
 */
export interface VirtualClock extends Clock {
  /**
   * Makes a check once all is at rest, and whenever something has happened, until it returns something.
   * @param what is waited for, as a noun
   * @throws Error after so many minutes, or when nothing can ever happen any more
   */
  until<T>(what: string, check: () => Promise<T | undefined>, options?: WaitOptions): Promise<T>;
  /**
   * Calls whenever something has happened, and before time goes on, until it fails.
   * @returns calls once more, and then no longer; it rejects where a call has failed
   */
  observe(check: () => Promise<void>): () => Promise<void>;
  /**
   * The driver does something for several items at the same time, and works for one at a time: for the next when all
   * others wait. So what is done has the same order in every run.
   * @returns what they return, once all have ended; rejects with the first error
   */
  together<Item, T>(items: Iterable<Item>, work: (item: Item) => Promise<T>): Promise<T[]>;
  /** Lets time go on for the driver. */
  pass(milliseconds: number): Promise<void>;
  /**
   * The driver waits for a process that calls the endpoint. Time goes on while the endpoint keeps an answer back that such a
   * process waits for.
   */
  outside<T>(what: string, work: () => Promise<T>): Promise<T>;
}
