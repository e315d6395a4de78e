import type { Target } from '@aws-sdk/client-eventbridge';
import type { AwsIdentity } from '../../../kit/aws';
import type { ServiceContext } from '../../../kit/context';
import type { AwsEvent } from '../../../kit/event-bus';
import type { Rule } from '../rules';
import { startPipeline } from './codepipeline';
import { invokeFunction } from './lambda';
import { publishMessage } from './sns';
import { sendMessage } from './sqs';

/** What a target of one service needs and how it is given an event's input. */
export interface Delivery {
  /** Whether the rule's target must name a role; otherwise the resource's own policy must allow EventBridge. */
  readonly needsRole: boolean;
  deliver(as: AwsIdentity, target: Target, input: string): Promise<unknown>;
}

const DELIVERIES: Readonly<Record<string, Delivery>> = {
  codepipeline: { needsRole: true, deliver: startPipeline },
  lambda: { needsRole: false, deliver: invokeFunction },
  sns: { needsRole: false, deliver: publishMessage },
  sqs: { needsRole: false, deliver: sendMessage },
};

/** How events reach the resource of that ARN, or nothing where the endpoint cannot. */
export function deliveryTo(arn: string): Delivery | undefined {
  return DELIVERIES[arn.split(':')[2] ?? ''];
}

/** Gives a target its input, as the target's role or as EventBridge itself. */
export async function deliver(
  context: ServiceContext,
  rule: Rule,
  target: Target,
  input: string,
  event: AwsEvent,
): Promise<void> {
  const delivery = deliveryTo(target.Arn ?? '');
  if (!delivery) throw new Error(`no delivery to ${target.Arn}`);
  const as = target.RoleArn
    ? await context.aws.asRole(target.RoleArn, event.region, 'events.amazonaws.com', rule.arn)
    : context.aws.asPrincipal('events.amazonaws.com', event.account, event.region, rule.arn);
  await delivery.deliver(as, target, input);
}
