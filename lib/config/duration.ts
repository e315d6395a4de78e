const SECONDS = { d: 86_400, h: 3_600, m: 60, s: 1 } as const;

/** The form of a duration: days, hours, minutes and seconds in that order, each at most once, at least one of them. */
export const DURATION_PATTERN = /^(?=\d)(\d{1,6}d)?(\d{1,6}h)?(\d{1,6}m)?(\d{1,6}s)?$/;

/**
 * Reads a duration as people write it: `30s`, `5m`, `1h30m`, `2d`.
 * @returns whole seconds, or undefined where the text is no duration
 */
export function parseDuration(text: string): number | undefined {
  const parts = DURATION_PATTERN.exec(text);
  if (!parts) return undefined;
  return parts.slice(1).reduce((total, part) => total + secondsOf(part), 0);
}

function secondsOf(part: string | undefined): number {
  if (!part) return 0;
  return Number(part.slice(0, -1)) * SECONDS[part.slice(-1) as keyof typeof SECONDS];
}

/**
 * Writes whole seconds the way {@link parseDuration} reads them, in the largest units: 5400 becomes `1h30m`.
 * @param seconds not negative
 */
export function formatDuration(seconds: number): string {
  let rest = seconds;
  let text = '';
  for (const [unit, size] of Object.entries(SECONDS)) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest %= size;
  }
  return text || '0s';
}
