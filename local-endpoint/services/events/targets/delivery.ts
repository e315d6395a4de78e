import type { Target } from '@aws-sdk/client-eventbridge';
import { parseArn } from '../../../kit/arn';
import type { AwsIdentity } from '../../../kit/aws';
import type { ServiceContext } from '../../../kit/context';
import type { AwsEvent } from '../../../kit/event-bus';
import type { EventRule } from '../store';
import { invokeTargetFunction, publishMessage, sendMessage, startPipeline } from './send';

/** How the targets of one service get their input. */
export interface Delivery {
  /** Whether the rule's target must name a role; otherwise the resource's own policy must allow EventBridge. */
  readonly needsRole: boolean;
  deliver(as: AwsIdentity, target: Target, input: string): Promise<unknown>;
}

const DELIVERIES: Readonly<Record<string, Delivery>> = {
  codepipeline: { needsRole: true, deliver: startPipeline },
  lambda: { needsRole: false, deliver: invokeTargetFunction },
  sns: { needsRole: false, deliver: publishMessage },
  sqs: { needsRole: false, deliver: sendMessage },
};

/** @returns undefined for a resource that events cannot be delivered to */
export function deliveryTo(arn: string): Delivery | undefined {
  return DELIVERIES[parseArn(arn)?.service ?? ''];
}

/** Delivers an input to a target, with the target's role or as EventBridge itself. */
export async function deliver(
  { aws }: ServiceContext,
  rule: EventRule,
  target: Target,
  input: string,
  { account, region }: AwsEvent,
): Promise<void> {
  const delivery = deliveryTo(target.Arn ?? '');
  if (!delivery) throw new Error(`no delivery to ${target.Arn}`);
  const as = target.RoleArn
    ? await aws.asRole(target.RoleArn, region, 'events.amazonaws.com', rule.arn)
    : aws.asPrincipal('events.amazonaws.com', account, region, rule.arn);
  await delivery.deliver(as, target, input);
}
