import { notificationTopicName, type PipelineIdentity } from '../../handlers/contract/names';
import type { Action } from '../pipeline/action';
import type { Arns } from '../pipeline/arns';

/** What a person is asked to agree to. */
export interface ApprovalRequest {
  /** What is about to go live: at most 1,000 characters once its variables are put in. */
  readonly whatGoesLive: string;
  /** A page that shows it. @default - none */
  readonly link?: string;
}

/**
 * Waits up to seven days for a person, who is shown what is about to go live.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-action-add.html
 */
export function approve(
  { whatGoesLive, link }: ApprovalRequest,
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
