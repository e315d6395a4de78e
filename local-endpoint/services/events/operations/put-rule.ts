import type { PutRuleRequest, PutRuleResponse, Target } from '@aws-sdk/client-eventbridge';
import { formatArn } from '../../../kit/arn';
import { AwsError } from '../../../kit/aws-error';
import { notSupported } from '../../../kit/not-supported';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { validationErrors, throwValidationErrors } from '../../../kit/validate';
import { rulesOf } from '../find';
import { type EventPattern, parsePattern } from '../pattern';
import type { EventRules } from '../store';

/** The pattern as AWS writes it, because the message shows it. */
const NAME = { pattern: new RegExp(String.raw`^[\.\-_A-Za-z0-9]+$`), maxLength: 64 };

/**
 * Makes a rule, or changes one and keeps its targets; time starts nothing here, so a schedule is refused.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
 */
export const putRule =
  (rules: EventRules): Operation<PutRuleRequest, PutRuleResponse> =>
  async (input, context) => {
    const { Name: name = '' } = input;
    throwValidationErrors(validationErrors({ name }, [], { name: NAME }));
    if (input.ScheduleExpression) throw notSupported('events:PutRule with ScheduleExpression');
    const pattern = readPattern(input.EventPattern);
    const byName = rulesOf(rules, context, input.EventBusName);
    const existing = byName.get(name);
    const arn = formatArn('events', scopeOf(context), `rule/${name}`);
    byName.set(name, {
      name,
      arn,
      pattern,
      definition: input,
      enabled: input.State !== 'DISABLED',
      tags: existing?.tags ?? [...(input.Tags ?? [])],
      targets: existing?.targets ?? new Map<string, Target>(),
    });
    return { RuleArn: arn };
  };

function readPattern(text: string | undefined): EventPattern {
  if (!text)
    throw new AwsError(
      'ValidationException',
      'Parameter(s) EventPattern or ScheduleExpression must be specified.',
    );
  try {
    return parsePattern(text);
  } catch (error) {
    throw new AwsError(
      'InvalidEventPatternException',
      `Event pattern is not valid. Reason: ${(error as Error).message}`,
    );
  }
}
