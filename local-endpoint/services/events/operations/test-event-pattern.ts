import type { TestEventPatternRequest, TestEventPatternResponse } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { matchesPattern, parsePattern } from '../pattern';

/** TestEventPattern: what a rule would do with an event. */
export function testEventPattern(): Operation<TestEventPatternRequest, TestEventPatternResponse> {
  return async (input) => {
    try {
      const event: unknown = JSON.parse(input.Event ?? '');
      return { Result: matchesPattern(parsePattern(input.EventPattern ?? ''), event) };
    } catch (error) {
      throw new AwsError(
        'InvalidEventPatternException',
        `Event pattern is not valid. Reason: ${(error as Error).message}`,
      );
    }
  };
}
