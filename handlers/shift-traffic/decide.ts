import type { Shift } from './look';

/** What a look found. */
export interface Findings {
  /** Alarms that are in ALARM. */
  readonly alarms: readonly string[];
  /** Healthy targets of the group that the traffic moves to, and of the one that it moves from. */
  readonly green: number;
  readonly blue: number;
}

/** Whether the traffic stays where it is, or all of it goes to one group because of something. */
export type Decision =
  | { readonly kind: 'stay' }
  | { readonly kind: 'back' | 'forward'; readonly because: string };

/**
 * Decides, by nothing but what was found. Too few healthy targets are a loss that the release did not cause as far as it
 * knows; all traffic then goes to the group that has enough. An alarm, or too few on both sides, sends it back to the
 * group that served before.
 */
export function decide(
  { need, moved, blue }: Pick<Shift, 'need' | 'moved' | 'blue'>,
  found: Findings,
): Decision {
  const [isGreenShort, isBlueShort] = [found.green < need, found.blue < need];
  const hasBlue = blue !== undefined;
  const short = (side: string, count: number) => `${side} has ${count} healthy targets of ${need}`;
  if (moved > 0 && isGreenShort && hasBlue)
    return { kind: 'back', because: short('the group of the release', found.green) };
  if (hasBlue && moved > 0 && moved < 100 && isBlueShort)
    return { kind: 'forward', because: short(`group ${blue}`, found.blue) };
  if (found.alarms.length > 0) {
    const because = `in ALARM: ${found.alarms.join(', ')}`;
    return hasBlue && moved === 100 && isBlueShort
      ? { kind: 'forward', because: `${because}; ${short(`group ${blue}`, found.blue)}` }
      : { kind: 'back', because };
  }
  return { kind: 'stay' };
}
