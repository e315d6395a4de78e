import type { ConditionKeys } from './request';
import { asLiteral } from './wildcard';

/**
 * Replaces the variables in a policy's text.
 * @returns undefined where one has no value and no default: the statement does not match then
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function withVariables(text: string, keys: ConditionKeys): string | undefined {
  let known = true;
  const result = text.replace(/\$\{([^}]*)\}/g, (_, expression: string) => {
    if (expression === '*' || expression === '?' || expression === '$') return asLiteral(expression);
    const [name = '', fallback] = expression.split(/,\s*/);
    const values = keys.get(name.trim().toLowerCase());
    const value = values?.length === 1 ? values[0] : fallback?.replace(/^'(.*)'$/, '$1');
    if (value === undefined) known = false;
    return asLiteral(value ?? '');
  });
  return known ? result : undefined;
}
