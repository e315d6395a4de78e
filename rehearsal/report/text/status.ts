import colors from 'picocolors';

/** The status of an action or execution in its colour. */
export function statusText(status: string): string {
  switch (status) {
    case 'Succeeded':
    case 'Ready':
      return colors.green(status);
    case 'Failed':
    case 'Stopped':
      return colors.red(status);
    case 'InProgress':
    case 'Pending':
      return colors.cyan(status);
    default:
      return colors.yellow(status);
  }
}

/** Minutes and seconds of the rehearsal's clock, right-aligned. */
export function clockText(time: number): string {
  const seconds = Math.floor(time);
  return `${String(Math.floor(seconds / 60)).padStart(3)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The outcome of a step in its colour. */
export const OUTCOME_COLORS = {
  'as expected': colors.green,
  skipped: colors.yellow,
  'not as expected': colors.red,
} as const;
