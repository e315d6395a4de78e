/** A time of the rehearsal's clock: `2:05`, or `1:02:05` after the first hour. */
export function timeText(time: number): string {
  const whole = Math.floor(time);
  const [hours, minutes, seconds] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60];
  const rest = `${String(seconds).padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** A length of time: `45 s`, `6 min 52 s`, `1 h 2 min`. */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} min${whole % 60 > 0 ? ` ${whole % 60} s` : ''}`;
  return `${Math.floor(whole / 3_600)} h ${Math.floor(whole / 60) % 60} min`;
}
