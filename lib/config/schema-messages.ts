import type { z } from 'zod';

/** What is wrong, as the end of a sentence: "must be …". @returns undefined where the schema has its own message */
export function schemaMessage(issue: z.core.$ZodRawIssue): string | undefined {
  const { input } = issue;
  if (input === undefined) return REQUIRED;
  if (input === null) return 'must not be empty';
  if (issue.code === 'invalid_type') return mustBe(issue.expected, input);
  if (issue.code === 'invalid_value') return `must be ${choices(issue.values.map(String))}`;
  if (issue.code === 'too_small') return `must ${sized(issue.origin, 'at least', issue.minimum)}`;
  if (issue.code === 'too_big') return `must ${sized(issue.origin, 'at most', issue.maximum)}`;
  return undefined;
}

/** The rule that a missing value breaks. */
export const REQUIRED = 'is required';

function mustBe(expected: string, input: unknown): string {
  if (expected === 'string')
    return typeof input === 'object' ? 'must be text' : 'must be text: write it in quotes';
  const rule = NAMES[expected] ?? `must be ${expected}`;
  return isQuoted(expected, input) ? `${rule}: write it without quotes` : rule;
}

function isQuoted(expected: string, input: unknown): boolean {
  if (expected === 'boolean') return input === 'true' || input === 'false';
  return (expected === 'number' || expected === 'int') && typeof input === 'string' && /^\d+$/.test(input);
}

/** The rule that anything but a mapping breaks. */
export const MAPPING = 'must be a mapping';

const NAMES: Readonly<Record<string, string>> = {
  number: 'must be a number',
  int: 'must be a whole number',
  boolean: 'must be true or false',
  array: 'must be a list',
  object: MAPPING,
  record: MAPPING,
};

function sized(origin: string, bound: string, size: number | bigint): string {
  if (origin === 'array') return `have ${bound} ${size} ${size === 1 ? 'entry' : 'entries'}`;
  if (origin === 'string') return `have ${bound} ${size} ${size === 1 ? 'character' : 'characters'}`;
  return `be ${bound} ${size.toLocaleString('en')}`;
}

/** The values to choose from, as the end of a sentence. */
export function choices(values: readonly string[]): string {
  return values.length < 2 ? values.join() : `one of ${values.join(', ')}`;
}
