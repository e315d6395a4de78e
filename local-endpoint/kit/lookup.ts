import type { Aws } from './aws';

/** Reads from other services, as the endpoint itself, what permission rules need. */
export interface Lookup extends Pick<Aws, 'asService'> {
  /** The account that S3 is called as: a bucket's name alone does not reveal its account. */
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
 * @param account the account that S3 is called as
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
