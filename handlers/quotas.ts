import { ConfigurationError } from './errors';

/** Errors of AWS that state a quota; those that only slow a caller down are no quota. */
const REACHED = /LimitExceeded|QuotaExceeded|TooManyTags/;
const THROTTLED = /RequestLimitExceeded|Throttl/;

/**
 * Makes a call that may reach a quota.
 * @param quota its name, as Service Quotas lists it
 * @throws ConfigurationError that names the quota
 */
export async function withQuota<T>(quota: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    const { name } = cause as Error;
    if (!REACHED.test(name) || THROTTLED.test(name)) throw cause;
    throw new ConfigurationError(`The account's quota "${quota}" is reached: have it raised, then retry`, {
      cause,
    });
  }
}
