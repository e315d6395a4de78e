import type { CfnRule } from 'aws-cdk-lib/aws-events';

/**
 * Seconds that EventBridge goes on trying to deliver an event, of at most a day. A release that started hours later would
 * overtake those that were started since.
 */
const MAX_EVENT_AGE_SECONDS = 3_600;

/**
 * How every target of an EventBridge rule gets its events: what cannot be delivered ends in the environment's queue, whose
 * alarm notifies. The number of retries is left at EventBridge's own 185, which within an hour it does not reach.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
 * @param queue ARN
 */
export const withDeadLetters = (
  queue: string,
): Pick<CfnRule.TargetProperty, 'retryPolicy' | 'deadLetterConfig'> => ({
  retryPolicy: { maximumEventAgeInSeconds: MAX_EVENT_AGE_SECONDS },
  deadLetterConfig: { arn: queue },
});
