import type { Target } from '@aws-sdk/client-eventbridge';
import type { ServiceContext } from '../../kit/context';
import type { AwsEvent } from '../../kit/event-bus';
import { transformInput, valueAt } from './input-transformer';
import { matchesPattern } from './pattern';
import type { EventRule, EventRules } from './store';
import { deadLetter } from './targets/dead-letter';
import { deliver } from './targets/delivery';

/** Delivers an event to the targets of every rule of its account and region that matches it, in the background. */
export function deliverToRules(context: ServiceContext, rules: EventRules, event: AwsEvent): void {
  for (const rule of rules.in(event).values()) {
    if (!rule.enabled || !matchesPattern(rule.pattern, event)) continue;
    for (const target of rule.targets.values()) void send(context, rule, target, event);
  }
}

/** A delivery that fails is logged; the event goes to the target's dead-letter queue, where it has one. */
async function send(
  context: ServiceContext,
  rule: EventRule,
  target: Target,
  event: AwsEvent,
): Promise<void> {
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
