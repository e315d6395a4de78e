import type { PutRuleRequest, PutRuleResponse, Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { type EventPattern, parsePattern } from '../pattern';
import { placeOf, type Rules } from '../rules';

/** PutRule: makes a rule, or changes one and keeps its targets. Schedules are refused: time starts nothing here. */
export function putRule(rules: Rules): Operation<PutRuleRequest, PutRuleResponse> {
  return async (input, context) => {
    const name = input.Name ?? '';
    if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(name))
      throw new AwsError(
        'ValidationException',
        `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+ and have length less than or equal to 64`,
      );
    if (input.ScheduleExpression)
      throw new AwsError(
        'ValidationException',
        `Rule ${name}: ScheduleExpression is not supported by the local endpoint.`,
      );
    const pattern = read(input.EventPattern);
    const place = placeOf(context, input.EventBusName);
    const existing = rules.at(place).get(name);
    const arn = `arn:aws:events:${place.region}:${place.account}:rule/${name}`;
    const enabled = input.State !== 'DISABLED';
    rules.at(place).set(name, {
      name,
      arn,
      pattern,
      definition: input,
      enabled,
      tags: existing?.tags ?? [...(input.Tags ?? [])],
      targets: existing?.targets ?? new Map<string, Target>(),
    });
    return { RuleArn: arn };
  };
}

function read(text: string | undefined): EventPattern {
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
