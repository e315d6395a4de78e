import { AwsError } from '../../../kit/aws-error';
import { evaluate } from './evaluate';
import { isList, isObject, type Json } from './json';
import type { Scope } from './scope';
import type { Template } from './model';

/**
 * Checks the assertions of the template's rules, such as the one by which CDK asks for a recent bootstrap.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html
 * @throws AwsError `ValidationError` with the descriptions of the assertions that do not hold
 */
export async function checkRules(template: Template, scope: Scope): Promise<void> {
  for (const [name, rule] of Object.entries(template.rules)) {
    if (rule.RuleCondition !== undefined && (await evaluate(rule.RuleCondition, scope)) !== true) continue;
    const assertions = isList(rule.Assertions) ? rule.Assertions : [];
    for (const assertion of assertions) await check(name, assertion, scope);
  }
}

async function check(rule: string, assertion: Json, scope: Scope): Promise<void> {
  if (!isObject(assertion) || assertion.Assert === undefined) return;
  if ((await evaluate(assertion.Assert, scope)) === true) return;
  const description = typeof assertion.AssertDescription === 'string' ? assertion.AssertDescription : '';
  throw new AwsError(
    'ValidationError',
    `Template validation error: Rule ${rule} failed. ${description}`.trim(),
  );
}
