import type { Statement } from './document';
import { type Operator, parseOperator } from './operators';
import type { ConditionKeys } from './request';
import { withVariables } from './variables';

/**
 * Whether every condition of a statement holds: operators and keys are joined by AND, values by OR.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function conditionsHold(conditions: Statement['conditions'], keys: ConditionKeys): boolean {
  return Object.entries(conditions).every(([operator, expectations]) =>
    Object.entries(expectations).every(([key, expected]) =>
      holds(operator, expected, keys.get(key.toLowerCase()), keys),
    ),
  );
}

function holds(
  name: string,
  expected: readonly string[],
  actual: readonly string[] | undefined,
  keys: ConditionKeys,
): boolean {
  if (name.toLowerCase() === 'null')
    return expected.some((text) => (text === 'true') === (actual === undefined));
  const operator = parseOperator(name);
  if (!operator) return false;
  const known = expected.map((text) => withVariables(text, keys)).filter((text) => text !== undefined);
  if (operator.negated && known.length < expected.length) return false; // what is unknown cannot be ruled out
  return compare(operator, known, actual);
}

function compare(
  operator: Operator,
  expected: readonly string[],
  actual: readonly string[] | undefined,
): boolean {
  const fits = (value: string): boolean =>
    expected.some((text) => operator.compare(text, value)) !== operator.negated;
  if (operator.set === 'all') return (actual ?? []).every(fits);
  if (actual === undefined || actual.length === 0) {
    if (operator.ifExists) return true;
    return operator.set === undefined && operator.negated; // a missing key is not equal to anything
  }
  return operator.set === 'any' || !operator.negated ? actual.some(fits) : actual.every(fits);
}
