import { z } from 'zod';
import { DURATION_PATTERN, formatDuration, parseDuration } from './duration';

/** Text of a certain form. @param rule what it must be, as the end of a sentence: "must be …" */
export const matching = (rule: string, pattern: RegExp) => z.string().regex(pattern, rule);

/** A part of names of resources. It must be valid for every service: S3 buckets take no capitals, load balancers no dots. */
export const namePart = () =>
  matching(
    'must be lower-case letters, digits and single hyphens, and start with a letter',
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  );

/** A whole number within bounds. */
export const wholeNumber = (from: number, to: number) => z.int().min(from).max(to);

/** How a part of a text can stand for the environment's name. */
export const PLACEHOLDER = '{environment}';

/**
 * A duration of whole units, given on in those units.
 * @param unit seconds in the unit
 * @param rule what durations are allowed, for the message
 */
export function duration(unit: number, unitName: 'seconds' | 'minutes' | 'days', from: number, to: number) {
  return z
    .string({ error: ({ input }) => (input === undefined || input === null ? undefined : DURATION_RULE) })
    .regex(DURATION_PATTERN, DURATION_RULE)
    .refine((value) => (parseDuration(value) ?? 0) % unit === 0, `must be whole ${unitName}`)
    .refine((value) => within(value, from * unit, to * unit), {
      error: () => `must be ${rangeOf(unitName, from, to)}`,
      when: ({ value }) => parseDuration(String(value)) !== undefined,
    })
    .transform((value) => (parseDuration(value) ?? 0) / unit);
}

/** Seconds, of which there may be many, as durations are written. */
const rangeOf = (unitName: string, from: number, to: number): string =>
  unitName === 'seconds'
    ? `${formatDuration(from)} to ${formatDuration(to)}`
    : `${from.toLocaleString('en')} to ${to.toLocaleString('en')} ${unitName}`;

const DURATION_RULE = 'must be a duration such as 30s, 5m, 1h30m or 2d';

function within(value: string, from: number, to: number): boolean {
  const seconds = parseDuration(value);
  return seconds === undefined || (seconds >= from && seconds <= to);
}

/** Seconds in a second, a minute and a day, the units that AWS counts in where the config has durations. */
export const SECOND = 1;
export const MINUTE = 60;
export const DAY = 86_400;

/** What a mapping of names is, where there is none. @param rule with an example, as the end of a sentence */
export const namedBy = (rule: string) => ({
  error: ({ code, input }: { readonly code: string; readonly input?: unknown }) =>
    code === 'invalid_type' && input !== undefined && input !== null ? rule : undefined,
});

/** A list without repetition. */
export function distinct<Item extends z.ZodType>(item: Item, from: number, to: number, tooFew?: string) {
  return z
    .array(item)
    .min(from, tooFew)
    .max(to)
    .check(({ value, issues }) => {
      for (const [index, input] of value.entries())
        if (value.indexOf(input) < index)
          issues.push({ code: 'custom', path: [index], input, message: 'is in the list already' });
    });
}

/** An ARN of one service. @param resource what follows the account, as a regular expression */
export const arn = (what: string, service: string, resource: string) =>
  matching(
    `must be the ARN of ${what}`,
    new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]*:[0-9]{12}:${resource}$`),
  );

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */
export const parameterName = matching(
  'must be the name of a parameter in Parameter Store, such as /shop/database',
  /^\/?(?:[\w.-]|\{environment\})+(?:\/(?:[\w.-]|\{environment\})+)*$/,
);

/** A path within a repository or an artifact, with `{environment}` allowed. */
export const filePath = matching(
  'must be a path of letters, digits and . _ - + @ within a folder, not starting with / and without ..; {environment} stands for the environment',
  /^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))(?:[\w.+@/-]|\{environment\}){1,512}$/,
).meta({ id: 'FilePath' });
