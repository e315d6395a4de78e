import { invalid } from '../input';

/** How far ahead a time is looked for: a leap day comes every eight years at least. */
const MAX_DAYS = 366 * 8;

const FIELDS = [
  { min: 0, max: 59, names: [] },
  { min: 0, max: 23, names: [] },
  { min: 1, max: 31, names: [] },
  {
    min: 1,
    max: 12,
    names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  { min: 0, max: 7, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
] as const;

/** The times that a recurrence matches. */
interface Recurrence {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly matchesDay: (day: Wall) => boolean;
}

/** A date and time on the wall of a time zone. */
interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly weekday: number;
}

/**
 * When a recurrence matches next.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html
 * @param recurrence cron with five fields
 * @param timeZone IANA name, for example `Asia/Tokyo`
 * @returns undefined where it never does
 * @throws AwsError `ValidationError` for a recurrence that is none
 */
export function nextRecurrence(recurrence: string, timeZone: string, after: Date): Date | undefined {
  const { minutes, hours, matchesDay } = parse(recurrence);
  const start = Math.floor(after.getTime() / 60_000) * 60_000 + 60_000;
  let time = start;
  const end = start + MAX_DAYS * 86_400_000;
  while (time < end) {
    const wall = wallOf(new Date(time), timeZone);
    if (!matchesDay(wall)) time += 3_600_000 * 24 - (wall.hour * 60 + wall.minute) * 60_000;
    else if (!hours.has(wall.hour)) time += 3_600_000 - wall.minute * 60_000;
    else if (!minutes.has(wall.minute)) time += 60_000;
    else return new Date(time);
  }
  return undefined;
}

function parse(recurrence: string): Recurrence {
  const fields = recurrence.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) throw refused(recurrence);
  const [minutes, hours, days, months, weekdays] = FIELDS.map((field, index) =>
    valuesOf(fields[index] ?? '', field, recurrence),
  );
  const anyDay = fields[2] === '*';
  const anyWeekday = fields[4] === '*';
  return {
    minutes: minutes ?? new Set(),
    hours: hours ?? new Set(),
    matchesDay: ({ day, month, weekday }) => {
      if (!months?.has(month)) return false;
      const onDay = days?.has(day) ?? false;
      const onWeekday = (weekdays?.has(weekday) ?? false) || (weekday === 0 && (weekdays?.has(7) ?? false));
      return anyDay || anyWeekday ? onDay && onWeekday : onDay || onWeekday; // cron takes either where both are given
    },
  };
}

function valuesOf(text: string, { min, max, names }: (typeof FIELDS)[number], whole: string): Set<number> {
  const number = (part: string): number => {
    const named = (names as readonly string[]).indexOf(part.toLowerCase());
    return named >= 0 ? named + (min === 1 ? 1 : 0) : Number(part);
  };
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [, range = '', step = '1'] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    const [first, last] = range === '*' ? [min, max] : range.split('-').map(number);
    const end = last ?? (part.includes('/') ? max : first);
    if (!isWithin(first, min, max) || !isWithin(end, min, max) || Number(step) < 1) throw refused(whole);
    for (let value = first; value <= end; value += Number(step)) values.add(value);
  }
  return values;
}

const isWithin = (value: number | undefined, min: number, max: number): value is number =>
  value !== undefined && Number.isInteger(value) && value >= min && value <= max;

const refused = (recurrence: string): Error => invalid(`Given recurrence string:${recurrence} is invalid`);

function wallOf(date: Date, timeZone: string): Wall {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(date)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<'year' | 'month' | 'day' | 'hour' | 'minute', number>;
  const weekday = new Date(Date.UTC(parts.year, parts.month - 1, parts.day)).getUTCDay();
  return { ...parts, weekday };
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = newFormat(timeZone);
  formats.set(timeZone, format);
  return format;
}

function newFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  } catch {
    throw invalid(`Given time zone:${timeZone} is invalid`);
  }
}
