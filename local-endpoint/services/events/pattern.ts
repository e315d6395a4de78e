import { matcherError, matchesValue } from './matcher';

/** An event pattern, for example `{ source: ['aws.s3'], detail: { bucket: { name: [{ prefix: 'shop-' }] } } }`. */
export type EventPattern = { readonly [field: string]: unknown };

/**
 * Whether the event matches the pattern: every field of the pattern must be matched, fields it does not name do not matter.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function matchesPattern(pattern: EventPattern, event: unknown): boolean {
  return Object.entries(pattern).every(([field, expected]) => {
    if (field === '$or') return (expected as EventPattern[]).some((branch) => matchesPattern(branch, event));
    const actual = valueOf(event, field);
    if (Array.isArray(expected)) return matchesAny(expected, actual);
    return everyElement(actual).some((element) => matchesPattern(expected as EventPattern, element));
  });
}

/**
 * Parses an event pattern and checks its form.
 * @throws Error with the reason that EventBridge shows
 */
export function parsePattern(text: string): EventPattern {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch {
    throw new Error(`not valid JSON, got: ${text}`);
  }
  if (!isObject(pattern) || Object.keys(pattern).length === 0)
    throw new Error('an object with at least one field is needed');
  check(pattern, '');
  return pattern;
}

function check(pattern: EventPattern, path: string): void {
  for (const [field, expected] of Object.entries(pattern)) {
    const here = path ? `${path}.${field}` : field;
    if (field === '$or') {
      if (!Array.isArray(expected) || expected.length < 2 || !expected.every(isObject))
        throw new Error(`"${here}" must be an array of at least two patterns`);
      for (const branch of expected as EventPattern[]) check(branch, path);
    } else if (Array.isArray(expected)) {
      if (expected.length === 0) throw new Error(`Empty arrays are not allowed at "${here}"`);
      for (const matcher of expected) {
        const reason = matcherError(matcher);
        if (reason) throw new Error(`${reason} at "${here}"`);
      }
    } else if (isObject(expected)) {
      check(expected, here);
    } else {
      throw new Error(`"${here}" must be an object or an array`);
    }
  }
}

function matchesAny(matchers: readonly unknown[], actual: unknown): boolean {
  const elements: unknown[] = Array.isArray(actual) ? (actual.length > 0 ? actual : [undefined]) : [actual];
  return elements.some((element) => matchers.some((matcher) => matchesValue(matcher, element)));
}

function valueOf(event: unknown, field: string): unknown {
  return isObject(event) ? event[field] : undefined;
}

/** A pattern below a list is matched by any of its elements. */
function everyElement(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
