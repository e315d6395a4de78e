import type { Target } from '@aws-sdk/client-eventbridge';
import type { ServiceContext } from '../../../kit/context';
import type { AwsEvent } from '../../../kit/event-bus';
import type { Rule } from '../rules';
import { sendTo } from './sqs';

/** Keeps an event that could not be delivered in the target's dead-letter queue, where it has one. */
export async function deadLetter(
  context: ServiceContext,
  rule: Rule,
  target: Target,
  event: AwsEvent,
  reason: Error,
): Promise<void> {
  const queue = target.DeadLetterConfig?.Arn;
  if (!queue) return;
  const as = context.aws.asPrincipal('events.amazonaws.com', event.account, event.region, rule.arn);
  try {
    await sendTo(as, queue, JSON.stringify(event));
  } catch (error) {
    context.log(
      `nor could it be kept in ${queue}: ${(error as Error).message} (first failure: ${reason.message})`,
    );
  }
}
