import { AwsError } from '../../kit/aws-error';
import type { Given } from './model';

/** What a member of a request must be, beside being there. */
export interface Rule {
  readonly pattern?: RegExp;
  readonly among?: readonly string[];
  readonly maximumLength?: number;
  readonly least?: number;
  readonly most?: number;
}

/** How the API names pipelines, stages and actions. */
export const NAME: Rule = { pattern: /^[A-Za-z0-9.@\-_]+$/, maximumLength: 100 };

/** How the API writes ids of executions and jobs. */
export const ID: Rule = { pattern: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/ };

/** How many items a list operation may give at once. */
export const MOST_RESULTS = (most: number): Rule => ({ least: 1, most });

/**
 * Checks the members of a request, or of a part of one.
 * @throws AwsError `ValidationException` in the words AWS uses for all its APIs, with all faults at once
 */
export function checked<T extends object, K extends keyof T & string>(
  input: T,
  required: readonly K[],
  rules: Partial<Record<keyof T & string, Rule>> = {},
): Given<T, K> {
  refuseFaults(faultsOf(input, required, rules, ''));
  const complete: unknown = input;
  return complete as Given<T, K>;
}

/** The faults of a part of a request; `path` is where it is, with the final dot. */
export function faultsOf<T extends object>(
  input: T,
  required: readonly (keyof T & string)[],
  rules: Partial<Record<keyof T & string, Rule>>,
  path: string,
): string[] {
  const missing = required.filter((name) => input[name] === undefined || input[name] === null);
  const ruled = Object.entries(rules) as [keyof T & string, Rule][];
  return [
    ...missing.map(
      (name) => `Value null at '${path}${name}' failed to satisfy constraint: Member must not be null`,
    ),
    ...ruled.flatMap(([name, rule]) =>
      broken(input[name], rule).map((must) => fault(input[name], path + name, must)),
    ),
  ];
}

/** @throws AwsError `ValidationException` where there is a fault */
export function refuseFaults(faults: readonly string[]): void {
  if (faults.length === 0) return;
  const errors = faults.length === 1 ? '1 validation error' : `${faults.length} validation errors`;
  throw new AwsError('ValidationException', `${errors} detected: ${faults.join('; ')}`);
}

const fault = (value: unknown, path: string, must: string): string =>
  `Value '${textOf(value)}' at '${path}' failed to satisfy constraint: Member must ${must}`;

function broken(value: unknown, { pattern, among, maximumLength, least, most }: Rule): string[] {
  if (value === undefined || value === null) return [];
  const text = textOf(value);
  const number = Number(value);
  return [
    maximumLength !== undefined &&
      text.length > maximumLength &&
      `have length less than or equal to ${maximumLength}`,
    pattern && !pattern.test(text) && `satisfy regular expression pattern: ${pattern.source.slice(1, -1)}`,
    among && !among.includes(text) && `satisfy enum value set: [${among.join(', ')}]`,
    least !== undefined && !(number >= least) && `have value greater than or equal to ${least}`,
    most !== undefined && !(number <= most) && `have value less than or equal to ${most}`,
  ].filter((must): must is string => typeof must === 'string');
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The error for a token that no page of a list gave. */
export const invalidToken = (): AwsError =>
  new AwsError('InvalidNextTokenException', 'The next token was specified in an invalid format.');
