import { AwsError } from './aws-error';

/** A shape of an API in which these members are there. */
export type WithRequired<T, K extends keyof T> = T & { [P in K]-?: NonNullable<T[P]> };

/** What the value of a member must be, where it is given. */
export interface MemberRule {
  /** From `^` to `$`; the message shows what is between them. */
  readonly pattern?: RegExp;
  readonly oneOf?: readonly string[];
  /** Characters of a text, items of a list. */
  readonly minLength?: number;
  /** Characters of a text, items of a list. */
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
}

/** Rules by member. */
export type MemberRules<T> = Partial<Record<keyof T & string, MemberRule>>;

/** How many items a page may have. */
export const pageSize = (max: number): MemberRule => ({ min: 1, max });

/**
 * Checks the members of a request, or of a part of one.
 * @returns the input, its required members no longer optional
 * @throws AwsError `ValidationException` with all errors at once, in the form that AWS uses for all its APIs
 */
export function validate<T extends object, K extends keyof T & string>(
  input: T,
  required: readonly K[],
  rules: MemberRules<T> = {},
): WithRequired<T, K> {
  throwValidationErrors(validationErrors(input, required, rules));
  const complete: unknown = input;
  return complete as WithRequired<T, K>;
}

/**
 * What is wrong with the members of a part of a request.
 * @param path where the part is in the request, with the final dot @default - the request itself
 */
export function validationErrors<T extends object>(
  input: T,
  required: readonly (keyof T & string)[],
  rules: MemberRules<T> = {},
  path = '',
): string[] {
  const missing = required.filter((name) => input[name] === undefined || input[name] === null);
  const ruled = Object.entries(rules) as [keyof T & string, MemberRule][];
  return [
    ...missing.map((name) => violation(null, path + name, 'not be null')),
    ...ruled.flatMap(([name, rule]) =>
      violated(input[name], rule).map((must) => violation(input[name], path + name, must)),
    ),
  ];
}

/**
 * @param code of services that do not use `ValidationException`, those of the query protocol @default ValidationException
 * @throws AwsError where there is an error
 */
export function throwValidationErrors(errors: readonly string[], code = 'ValidationException'): void {
  if (errors.length === 0) return;
  const count = errors.length === 1 ? '1 validation error' : `${errors.length} validation errors`;
  throw new AwsError(code, `${count} detected: ${errors.join('; ')}`);
}

/** A missing value is shown without quotes. */
function violation(value: unknown, path: string, must: string): string {
  const shown = value === null ? 'null' : `'${textOf(value)}'`;
  return `Value ${shown} at '${path}' failed to satisfy constraint: Member must ${must}`;
}

function violated(value: unknown, rule: MemberRule): string[] {
  if (value === undefined || value === null) return [];
  const { pattern, oneOf, minLength, maxLength, min, max } = rule;
  const text = textOf(value);
  const { length } = Array.isArray(value) ? value : text;
  const number = Number(value);
  return [
    minLength !== undefined && length < minLength && `have length greater than or equal to ${minLength}`,
    maxLength !== undefined && length > maxLength && `have length less than or equal to ${maxLength}`,
    pattern && !pattern.test(text) && `satisfy regular expression pattern: ${pattern.source.slice(1, -1)}`,
    oneOf && !oneOf.includes(text) && `satisfy enum value set: [${oneOf.join(', ')}]`,
    min !== undefined && !(number >= min) && `have value greater than or equal to ${min}`,
    max !== undefined && !(number <= max) && `have value less than or equal to ${max}`,
  ].filter((must): must is string => typeof must === 'string');
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
