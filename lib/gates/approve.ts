import { notificationTopicName, type PipelineIdentity } from '../../handlers/contract/names';
import type { Action } from '../pipeline/action';
import type { Arns } from '../pipeline/arns';

/** What a person is asked to agree to. */
export interface Question {
  /** What is about to go live: at most 1,000 characters once its variables are put in. */
  readonly whatGoesLive: string;
  /** Where it can be looked at. @default - nowhere */
  readonly link?: string;
}

/**
 * Waits up to seven days for a person, who is told what is about to go live.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-action-add.html
 */
export function approve(
  { whatGoesLive, link }: Question,
  { prefix, environment }: PipelineIdentity,
  arns: Arns,
): Action {
  const topic = arns.topic(notificationTopicName(prefix, environment));
  return {
    name: 'Approve',
    category: 'Approval',
    provider: 'Manual',
    configuration: {
      NotificationArn: topic,
      CustomData: whatGoesLive,
      ...(link && { ExternalEntityLink: link }),
    },
    grants: [{ actions: ['sns:Publish'], resources: [topic] }],
  };
}

/** Characters of a value of an action's configuration. https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
export const MAXIMUM_LENGTH = 1000;
