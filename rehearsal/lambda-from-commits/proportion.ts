/** Calls that a step makes at most. */
const MAX_CALLS = 1_000;

/** How many calls a proportion needs until the smaller part is expected twenty times. @param percent 1 to 99 */
export const callsFor = (percent: number): number =>
  Math.min(MAX_CALLS, Math.ceil(2_000 / Math.min(percent, 100 - percent)));

/**
 * Whether a number of calls is what chance gives: within five standard deviations, which it misses once in a million times.
 * Lambda chooses for each call by chance. https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
 * @param counted calls that were answered by the version
 * @param percent of the calls that it is to get
 */
export function isInProportion(counted: number, calls: number, percent: number): boolean {
  const share = percent / 100;
  const deviation = Math.sqrt(calls * share * (1 - share));
  return counted > 0 && counted < calls && Math.abs(counted - calls * share) <= 5 * deviation;
}
