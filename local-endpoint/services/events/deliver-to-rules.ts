import type { Target } from '@aws-sdk/client-eventbridge';
import type { ServiceContext } from '../../kit/context';
import type { AwsEvent } from '../../kit/event-bus';
import { transformInput, valueAt } from './input-transformer';
import { matchesPattern } from './pattern';
import type { Rule, Rules } from './rules';
import { deadLetter } from './targets/dead-letter';
import { deliver } from './targets/delivery';

/** Delivers an event to the targets of every rule of its account and region that matches it; nobody waits for that. */
export function deliverToRules(context: ServiceContext, rules: Rules, event: AwsEvent): void {
  for (const rule of matching(rules, event)) {
    for (const target of rule.targets.values()) void send(context, rule, target, event);
  }
}

function matching(rules: Rules, event: AwsEvent): Rule[] {
  return [...rules.at(event).values()].filter((rule) => rule.enabled && matchesPattern(rule.pattern, event));
}

/** A delivery that fails is told to the person watching, and kept where the target has a dead-letter queue. */
async function send(context: ServiceContext, rule: Rule, target: Target, event: AwsEvent): Promise<void> {
  try {
    await deliver(context, rule, target, inputFor(target, event), event);
  } catch (error) {
    if (context.closing.aborted) return;
    context.log(
      `event "${event['detail-type']}" was not delivered by rule ${rule.name} to ${target.Arn}: ${(error as Error).message}`,
    );
    await deadLetter(context, rule, target, event, error as Error);
  }
}

function inputFor(target: Target, event: AwsEvent): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(valueAt(event, target.InputPath));
  if (target.InputTransformer) return transformInput(target.InputTransformer, event);
  return JSON.stringify(event);
}
