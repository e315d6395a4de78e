/** The columns of a terminal that output fits. */
export const COLUMNS = 80;

/** Text of at most so many characters; of longer text the beginning and an ellipsis. */
export const shortened = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, Math.max(0, length - 1))}…`;

/** The first eight characters of an execution's id, which `--to` and `--execution` take as well. */
export const shortExecution = (id: string): string => id.slice(0, 8);

/** A commit, the digest of an image or a version, in at most eight characters. */
export const shortSource = (source: string): string =>
  source.startsWith('sha256:') ? source.slice(7, 15) : source.slice(0, 7);

/** Who, of an ARN: the name of a user, or the session of a role, which single sign-on names after the person. */
export const whoOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1).replace(/^arn:.*:/, '');

/** A duration as people write it, in its two largest units: `45s`, `12m 30s`, `3h 5m`, `2d 4h`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  const parts = [
    { value: Math.floor(seconds / 86_400), unit: 'd' },
    { value: Math.floor(seconds / 3_600) % 24, unit: 'h' },
    { value: Math.floor(seconds / 60) % 60, unit: 'm' },
    { value: seconds % 60, unit: 's' },
  ];
  const first = parts.findIndex(({ value }) => value > 0);
  if (first < 0) return '0s';
  return parts
    .slice(first, first + 2)
    .filter(({ value }) => value > 0)
    .map(({ value, unit }) => `${value}${unit}`)
    .join(' ');
}

/** How long ago, in one unit, as `kubectl` shows it: `30s`, `90m`, `25h`, `8d`. */
export function shortAge(date: Date, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - date.getTime()) / 1_000));
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 120 * 60) return `${Math.floor(seconds / 60)}m`;
  return seconds < 48 * 3_600 ? `${Math.floor(seconds / 3_600)}h` : `${Math.floor(seconds / 86_400)}d`;
}
