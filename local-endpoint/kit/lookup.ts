import type { Aws } from './aws';

/** How permission rules read what a call is about from other services, as the endpoint itself. */
export interface Lookup extends Pick<Aws, 'asService'> {
  /** The account that S3, whose buckets belong to no region's endpoint, is asked as. */
  readonly account: string;
  /**
   * Reads something once, until {@link Lookup.forget}.
   * @param key unique among everything that is remembered
   */
  remembered<Value>(key: string, read: () => Promise<Value>): Promise<Value>;
  /** To be called after every write that changes something remembered. */
  forget(): void;
}

/**
 * @param aws calls the endpoint as itself
 * @param account whose credentials S3 is asked with
 */
export function createLookup({ asService }: Pick<Aws, 'asService'>, account: string): Lookup {
  let values = new Map<string, Promise<unknown>>();
  return {
    asService,
    account,
    remembered<Value>(key: string, read: () => Promise<Value>): Promise<Value> {
      const known = values.get(key) as Promise<Value> | undefined;
      if (known) return known;
      const reading = read();
      values.set(key, reading);
      reading.catch(() => values.delete(key));
      return reading;
    },
    forget: () => {
      values = new Map();
    },
  };
}
