/** From the launch of an instance until it has started; in AWS about as long. */
export const BOOT_MILLISECONDS = 20_000;
/** How soon an instance that EC2 has not started yet is asked for again. */
export const BOOT_RETRY_MILLISECONDS = 5_000;
/** From the call that terminates an instance until it is terminated. */
export const SHUT_DOWN_MILLISECONDS = 10_000;
/** From the deletion of a group without instances until it is gone. */
export const DELETE_MILLISECONDS = 5_000;
/** How often the health of a group's targets, and the alarms of its refresh, are read. */
export const HEALTH_CHECK_MILLISECONDS = 15_000;
/** How soon a step whose call of another service failed is repeated. */
export const ENGINE_RETRY_MILLISECONDS = 10_000;
/** After the first failed launch; doubled with each that follows. */
const BACKOFF_MILLISECONDS = 15_000;
const MAX_BACKOFF_MILLISECONDS = 300_000;

/** How long after a failed launch the next is tried. @param failures since the last launch that succeeded */
export const backoffMilliseconds = (failures: number): number =>
  Math.min(BACKOFF_MILLISECONDS * 2 ** (failures - 1), MAX_BACKOFF_MILLISECONDS);

/** A time that many milliseconds later. */
export const later = (date: Date, milliseconds: number): Date => new Date(date.getTime() + milliseconds);

/** A time as causes have it: to the second. */
export const inCause = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;
