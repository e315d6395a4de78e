import { AwsError } from '../../kit/aws-error';
import type { CallContext } from '../../kit/operation';
import { scopeOf } from '../../kit/scope';
import type { EventRule, EventRules } from './store';

/** @throws AwsError `ResourceNotFoundException` for another event bus than the default one, which alone is there */
export function requireDefaultBus(name: string | undefined): void {
  if (!name || name === 'default' || name.endsWith(':event-bus/default')) return;
  throw new AwsError(
    'ResourceNotFoundException',
    `Event bus ${name} does not exist. The local endpoint has only the default event bus.`,
  );
}

/** The rules of an event bus, by name. @throws AwsError `ResourceNotFoundException` */
export function rulesOf(
  rules: EventRules,
  context: CallContext,
  eventBusName?: string,
): Map<string, EventRule> {
  requireDefaultBus(eventBusName);
  return rules.in(scopeOf(context));
}

/** @throws AwsError `ResourceNotFoundException` */
export function findRule(
  rules: EventRules,
  context: CallContext,
  eventBusName: string | undefined,
  name: string | undefined,
): EventRule {
  const rule = rulesOf(rules, context, eventBusName).get(name ?? '');
  if (rule) return rule;
  throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
}

/** @throws AwsError `ResourceNotFoundException` */
export function findRuleByArn(rules: EventRules, context: CallContext, arn: string | undefined): EventRule {
  const rule = [...rulesOf(rules, context).values()].find((candidate) => candidate.arn === arn);
  if (rule) return rule;
  throw new AwsError('ResourceNotFoundException', `Rule with ARN ${arn} does not exist.`);
}
