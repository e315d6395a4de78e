import type { Target } from '@aws-sdk/client-eventbridge';
import type { ServiceContext } from '../../../kit/context';
import type { AwsEvent } from '../../../kit/event-bus';
import type { EventRule } from '../store';
import { sendToQueue } from './send';

/** Sends an event that could not be delivered to the target's dead-letter queue, where it has one. */
export async function deadLetter(
  context: ServiceContext,
  rule: EventRule,
  target: Target,
  event: AwsEvent,
  reason: Error,
): Promise<void> {
  const queue = target.DeadLetterConfig?.Arn;
  if (!queue) return;
  const as = context.aws.asPrincipal('events.amazonaws.com', event.account, event.region, rule.arn);
  try {
    await sendToQueue(as, queue, JSON.stringify(event));
  } catch (error) {
    context.log(
      `event "${event['detail-type']}" was not sent to the dead-letter queue ${queue}: ${(error as Error).message} (undelivered because: ${reason.message})`,
    );
  }
}
